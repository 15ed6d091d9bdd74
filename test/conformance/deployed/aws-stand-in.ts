import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** An operation, `Service.Operation` as in the target's header, answered with the body of its answer. */
export type Operation = (input: Readonly<Record<string, unknown>>) => unknown;

/** An error as the service answers it, by the name that the SDK makes an exception of. */
export class ServiceError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export interface StandIn {
  readonly endpoint: string;
  /** What was asked that nobody answers here. Must be empty. */
  readonly unknown: readonly string[];
  close(): void;
}

/** Answers AWS's JSON protocols on loopback, for the operations that it is given. */
export async function openStandIn(operations: Readonly<Record<string, Operation>>): Promise<StandIn> {
  const unknown: string[] = [];
  const server = createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? request.url);
    const operation = operations[target];
    const body = await text(request);
    const type = request.headers['content-type'] ?? 'application/x-amz-json-1.1';
    const answer = (status: number, content: unknown) =>
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(content));
    if (operation === undefined) {
      unknown.push(target);
      answer(400, { __type: 'UnknownOperationException', message: `nobody answers ${target}` });
      return;
    }
    try {
      answer(200, (await operation(JSON.parse(body))) ?? {});
    } catch (error) {
      const [name, message] = error instanceof Error ? [error.name, error.message] : ['InternalError', ''];
      answer(error instanceof ServiceError ? 400 : 500, { __type: name, message });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    unknown,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
