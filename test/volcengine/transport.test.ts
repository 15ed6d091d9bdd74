import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { MockAgent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import type { Dispatcher } from '../../shared/http/undici.ts';
import { type Connections, makeDispatcher, makeTransport } from '../../shared/volcengine/transport.ts';
import {
  cutsAtOnce,
  cutsMidBody,
  drips,
  floods,
  hangs,
  type Reply,
  ScriptedServer,
  says,
} from './scripted-server.ts';
import { SELF_SIGNED } from './self-signed.ts';
import { VirtualClock } from './virtual-clock.ts';

const TIMEOUTS = { connect: 1_000, headers: 1_000, body: 1_000, total: 5_000 };
const POST = { path: '/?Action=A', headers: { 'Content-Type': 'text/plain' }, body: 'a body' };
const dispatchers: Dispatcher[] = [];

afterEach(async () => {
  await Promise.all(dispatchers.splice(0).map((dispatcher) => dispatcher.destroy()));
});

function transport(origin: string, timeouts = TIMEOUTS, connections: Connections = 'kept') {
  const dispatcher = makeDispatcher(timeouts, connections);
  dispatchers.push(dispatcher);
  return makeTransport({ origin, dispatcher, clock: new VirtualClock(), timeouts, answerLimit: 1_000_000 });
}

describe('a complete answer comes back whole, whatever it is', () => {
  it.each([
    [200, '{"a":1}', {}, undefined],
    [429, 'slow down', { 'Retry-After': '7' }, 7],
    [503, '', { 'Retry-After': '-1' }, undefined],
    [500, '<html>oops</html>', {}, undefined],
  ] as [number, string, Record<string, string>, number | undefined][])(
    'HTTP %i',
    async (status, body, headers, wait) => {
      await using server = await ScriptedServer.start(says(status, body, headers));

      const result = await transport(server.origin).exchange(POST);

      expect(result).toEqual({
        kind: 'answered',
        httpStatus: status,
        body: Buffer.from(body),
        ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
      });
      expect(server.seen).toMatchObject([{ method: 'POST', url: '/?Action=A', body: 'a body' }]);
    },
  );

  it('does not follow a redirect', async () => {
    await using elsewhere = await ScriptedServer.start(says(200, 'elsewhere'));
    await using server = await ScriptedServer.start(says(307, '', { Location: elsewhere.origin }));

    const result = await transport(server.origin).exchange(POST);

    expect(result).toMatchObject({ kind: 'answered', httpStatus: 307 });
    expect(elsewhere.seen).toHaveLength(0);
  });
});

it('resolves names as it is told to, and asks nobody else', async () => {
  await using server = await ScriptedServer.start(says(200, 'here'));
  const dispatcher = makeDispatcher(TIMEOUTS, 'fresh', (_name, _options, answer) =>
    answer(null, [{ address: '127.0.0.1', family: 4 }]),
  );
  dispatchers.push(dispatcher);
  const origin = server.origin.replace('127.0.0.1', 'nobody.invalid');
  const parts = { origin, dispatcher, clock: new VirtualClock(), timeouts: TIMEOUTS, answerLimit: 1_000 };

  expect(await makeTransport(parts).exchange(POST)).toMatchObject({ kind: 'answered', httpStatus: 200 });
  expect(server.seen[0]?.headers.host).toContain('nobody.invalid');
});

describe('an exchange that fails is named, and never thrown', () => {
  const short = { connect: 200, headers: 120, body: 120, total: 200 };

  it.each([
    ['hangs before the headers', hangs, { code: 'Timeout' }],
    ['drips a byte at a time', drips, { code: 'Timeout', httpStatus: 200 }],
    ['cuts at once', cutsAtOnce, { code: 'ConnectionReset' }],
    ['cuts mid-body', cutsMidBody, { code: 'ConnectionReset', httpStatus: 200 }],
    ['floods with 100 MB', floods(100_000_000), { code: 'AnswerTooLarge', httpStatus: 200 }],
  ] as [string, Reply, object][])('%s', async (_name, reply, fault) => {
    await using server = await ScriptedServer.start(reply);

    const result = await transport(server.origin, short).exchange(POST);

    expect(result).toMatchObject({ kind: 'failed', ...fault });
    expect(server.seen).toHaveLength(1);
  });

  it('a caller may ask for less time than the total', async () => {
    await using server = await ScriptedServer.start(hangs);

    const result = await transport(server.origin).exchange(POST, 30);

    expect(result).toMatchObject({ kind: 'failed', code: 'Timeout' });
  });

  it('nobody listens', async () => {
    const server = await ScriptedServer.start(says(200, ''));
    const { origin } = server;
    await server[Symbol.asyncDispose]();

    const result = await transport(origin).exchange(POST);

    expect(result).toMatchObject({ kind: 'failed', code: 'ConnectionRefused' });
  });

  it('an answer that is not HTTP', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

    const result = await transport(originOf(server, 'http')).exchange(POST);

    expect(result).toMatchObject({ kind: 'failed', code: 'NotHttp' });
    server.close();
  });

  it('a dispatcher that throws what it likes, headers included', async () => {
    const dispatcher = new MockAgent();
    dispatcher.disableNetConnect();
    const sealed = makeTransport({
      origin: 'http://127.0.0.1:1',
      dispatcher,
      clock: new VirtualClock(),
      timeouts: TIMEOUTS,
      answerLimit: 1_000,
    });

    const result = await sealed.exchange({ ...POST, headers: { Authorization: 'canary' } });

    expect(result).toMatchObject({ kind: 'failed', code: 'NetworkFailed' });
    expect(JSON.stringify(result)).not.toContain('canary');
  });
});

describe('connections', () => {
  async function portsOfSix(connections: Connections): Promise<number> {
    await using server = await ScriptedServer.start(says(200, 'ok'));
    const { exchange } = transport(server.origin, TIMEOUTS, connections);
    for (let sent = 0; sent < 6; sent += 1) await exchange(POST);
    return new Set(server.seen.map(({ port }) => port)).size;
  }

  it('kept: several exchanges share one', async () => {
    expect(await portsOfSix('kept')).toBeLessThan(6);
  });

  it('fresh: every exchange has its own', async () => {
    expect(await portsOfSix('fresh')).toBe(6);
  });

  it.each(['kept', 'fresh'] as const)(
    '%s: a certificate that nobody vouches for is refused',
    async (connections) => {
      let requests = 0;
      const server = createTlsServer(SELF_SIGNED, () => {
        requests += 1;
      });
      server.on('tlsClientError', () => undefined);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

      const result = await transport(originOf(server, 'https'), TIMEOUTS, connections).exchange(POST);

      expect(result).toMatchObject({ kind: 'failed', code: 'TlsFailed' });
      expect(requests).toBe(0);
      server.close();
    },
  );
});

function originOf(server: { address(): unknown }, scheme: string): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null || !('port' in address))
    throw new Error('not listening');
  return `${scheme}://127.0.0.1:${address.port}`;
}
