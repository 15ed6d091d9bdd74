import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** What the pretended service answers to one action: a result, or an error by its name. */
export type Reply = { readonly result: unknown } | { readonly error: string; readonly message?: string };

export interface ServiceCall {
  readonly action: string;
  readonly input: unknown;
}

/** A service of AWS on loopback, in its JSON protocol; the SDK's own client speaks to it over HTTP. */
export interface AwsLoopback extends AsyncDisposable {
  /** Settings for any client of the SDK. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly maxAttempts: number;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly calls: readonly ServiceCall[];
}

/** Starts it. `answer` decides about each call; calls are kept in order. */
export async function awsLoopback(answer: (call: ServiceCall) => Reply): Promise<AwsLoopback> {
  const calls: ServiceCall[] = [];
  const server = createServer(async (request, response) => {
    const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const call = { action, input: JSON.parse(await text(request)) };
    calls.push(call);
    const reply = answer(call);
    const failed = 'error' in reply;
    const body = failed ? { __type: reply.error, message: reply.message ?? 'no' } : reply.result;
    response.writeHead(failed ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listen on loopback → no port');
  return {
    calls,
    client: {
      endpoint: `http://127.0.0.1:${address.port}`,
      region: 'eu-central-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
