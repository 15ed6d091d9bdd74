import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly action: string;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: string;
  /** The client's port: the same for two requests over one connection. */
  readonly port: number;
}

export type Reply = (response: ServerResponse, seen: Seen) => void;

/** An HTTP server on loopback that answers with the replies in turn, the last one for ever, and keeps what it saw. */
export class ScriptedServer implements AsyncDisposable {
  readonly seen: Seen[] = [];
  readonly #server = createServer((request, response) => this.#serve(request, response));
  readonly #replies: Reply[];

  private constructor(replies: Reply[]) {
    this.#replies = replies;
  }

  static async start(...replies: Reply[]): Promise<ScriptedServer> {
    const server = new ScriptedServer(replies);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const url = request.url ?? '';
    const seen: Seen = {
      method: request.method ?? '',
      url,
      action: new URL(url, this.origin).searchParams.get('Action') ?? '',
      headers: request.headers,
      rawHeaders: request.rawHeaders,
      body: Buffer.concat(pieces).toString('utf8'),
      port: request.socket.remotePort ?? 0,
    };
    this.seen.push(seen);
    const reply = this.#replies.length > 1 ? this.#replies.shift() : this.#replies[0];
    reply?.(response, seen);
  }
}

const REQUEST_ID = '20260102030405AAAABBBBCCCCDDDD0001';

export function metadata(action: string, error?: { Code: string; Message?: string }): object {
  return {
    ResponseMetadata: {
      RequestId: REQUEST_ID,
      Action: action,
      Version: '2020-12-07',
      Service: 'Redis',
      Region: 'cn-beijing',
      ...(error === undefined ? {} : { Error: { CodeN: 0, Message: `about ${error.Code}`, ...error } }),
    },
  };
}

/** The documented form of a success. */
export function succeeds(result: unknown = null): Reply {
  return (response, { action }) => json(response, 200, { ...metadata(action), Result: result });
}

/** The documented form of an error. */
export function refuses(
  Code: string,
  options: { status?: number; message?: string; headers?: Record<string, string> } = {},
): Reply {
  return (response, { action }) => {
    const error = options.message === undefined ? { Code } : { Code, Message: options.message };
    json(response, options.status ?? 400, metadata(action, error), options.headers);
  };
}

/** Exactly these bytes. */
export function says(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return (response) => response.writeHead(status, headers).end(body);
}

/** The headers and a piece of the body, then the connection is cut. */
export const cutsMidBody: Reply = (response) => {
  response.writeHead(200, { 'Content-Length': '500' }).write('{"ResponseMetadata":');
  setImmediate(() => response.destroy());
};

/** The connection is cut before any answer. */
export const cutsAtOnce: Reply = (response) => response.destroy();

/** Never answers. */
export const hangs: Reply = () => undefined;

/** A byte at a time, for ever. */
export const drips: Reply = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 15);
  response.on('close', () => clearInterval(timer));
};

/** `bytes` of spaces, as fast as the client takes them. */
export function floods(bytes: number): Reply {
  const piece = Buffer.alloc(64 * 1024, ' ');
  return (response) => {
    let left = bytes;
    const pour = () => {
      while (left > 0 && !response.destroyed) {
        left -= piece.length;
        if (!response.write(piece)) return response.once('drain', pour);
      }
      return response.end();
    };
    response.writeHead(200);
    pour();
  };
}

function json(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}
