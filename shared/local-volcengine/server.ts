import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../time/clock.ts';
import { answerControlCall, CONTROL_PLANE } from './control-plane.ts';
import type { Answer } from './envelope.ts';
import type { Hold } from './holds.ts';
import type { Model } from './model.ts';
import type { Reply } from './reply.ts';
import { readBody } from './request-body.ts';
import type { Credential } from './seed-schema.ts';
import { answerVendorCall } from './vendor-plane.ts';

const ADDRESS = '127.0.0.1';

export interface EndpointOptions {
  readonly model: Model;
  /** The model's own clock: answers that are kept for a time wait on it. */
  readonly clock: Clock;
  readonly credentials: readonly Credential[];
  /** 0 takes any free port. */
  readonly port: number;
}

/** A running endpoint. */
export interface Endpoint {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly url: string;
  /** Ends at once, whatever is being kept back or left hanging. */
  close(): Promise<void>;
}

/**
 * Serves the model on 127.0.0.1: the vendor's API at `/`, the control plane below `/practice/`.
 * Rejects with the system's error when the port is taken.
 */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    void serve(options, closing.signal, request, response);
  });
  const port = await listen(server, options.port);
  return {
    url: `http://${ADDRESS}:${port}`,
    close() {
      closing.abort();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      server.close((error) => (error === undefined ? resolve() : reject(error)));
      server.closeAllConnections();
      return promise;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, ADDRESS, resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`the endpoint has no port: ${address}`);
  return address.port;
}

async function serve(
  options: EndpointOptions,
  closing: AbortSignal,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === 'caller gone') return;
  const { method = '', url = '/' } = request;
  const [path = '/', ...query] = url.split('?');
  if (path.startsWith(CONTROL_PLANE)) {
    const { host, 'content-type': contentType } = request.headers;
    const { httpStatus, content } = answerControlCall(options.model, {
      method,
      path,
      host,
      contentType,
      body,
    });
    const type = httpStatus < 400 ? 'application/json' : 'application/problem+json';
    send(response, { httpStatus, text: JSON.stringify(content), type });
    return;
  }
  const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const incoming = { method, path, query: query.join('?'), headers, body };
  const reply = answerVendorCall(options.model, options.credentials, incoming);
  await deliver(reply, response, options.clock, closing);
}

async function deliver(
  reply: Reply,
  response: ServerResponse,
  clock: Clock,
  closing: AbortSignal,
): Promise<void> {
  switch (reply.delivery) {
    case 'never':
      return;
    case 'dropped':
      response.destroy();
      return;
    case 'garbled': {
      const text = JSON.stringify(reply.answer.envelope);
      sendAnswer(response, reply.answer, text.slice(0, text.length / 2));
      return;
    }
    case 'held':
      await over(reply.hold, clock, closing);
      sendAnswer(response, reply.answer);
      return;
    case 'now':
      sendAnswer(response, reply.answer);
  }
}

/** Resolves when the hold is released, its time has come or the endpoint closes. */
async function over({ released, until }: Hold, clock: Clock, closing: AbortSignal): Promise<void> {
  const settled = new AbortController();
  const signal = AbortSignal.any([closing, settled.signal]);
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  const timeUp = until === undefined ? aborted : clock.sleepUntil(until, signal);
  try {
    await Promise.race([released, aborted, timeUp]);
  } catch (error) {
    if (!closing.aborted) throw error;
  } finally {
    settled.abort();
    await Promise.allSettled([timeUp]);
  }
}

function sendAnswer(response: ServerResponse, answer: Answer, text = JSON.stringify(answer.envelope)): void {
  const { httpStatus, retryAfterSeconds } = answer;
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', retryAfterSeconds);
  send(response, { httpStatus, text, type: 'application/json; charset=utf-8' });
}

function send(
  response: ServerResponse,
  { httpStatus, text, type }: { httpStatus: number; text: string; type: string },
): void {
  response.writeHead(httpStatus, { 'Content-Type': type }).end(text);
}
