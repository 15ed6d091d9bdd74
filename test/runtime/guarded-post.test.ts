import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:https';
import type { LookupFunction } from 'node:net';
import { MockAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import type { Reach } from '../../shared/notify/target.ts';
import { makeGuardedPost, type Resolve } from '../../shared/runtime/guarded-post.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { drips, hangs, ScriptedServer, says } from '../volcengine/scripted-server.ts';
import { SELF_SIGNED } from '../volcengine/self-signed.ts';

const TIMEOUTS = { connect: 200, headers: 150, body: 150, total: 250 };
const four = (address: string): LookupAddress => ({ address, family: 4 });
const notAsked: Resolve = () => Promise.reject(new Error('nobody asks for an address by number'));

const posting = (url: string) => ({
  url: new URL(url),
  headers: { 'Content-Type': 'application/json' },
  body: '{}',
});

const guarded = (reach: Reach, resolve: Resolve = notAsked) =>
  makeGuardedPost({ clock: systemClock, reach, resolve, timeouts: TIMEOUTS });

describe('nothing is sent to an address that is not public', () => {
  it.each([
    ['this machine', ['127.0.0.1']],
    ['a private network', ['10.1.2.3']],
    ['instance metadata', ['169.254.169.254']],
    ['this machine in disguise', ['::ffff:127.0.0.1']],
    ['one private address among public ones', ['93.184.215.14', '192.168.0.1']],
  ])('a name that leads to %s', async (_, addresses) => {
    const post = guarded('public', async () => addresses.map(four));

    expect(await post(posting('https://hooks.example.com/x'))).toEqual({ kind: 'forbidden' });
  });

  it.each([
    ['public', 'https://127.0.0.1:9/'],
    ['public', 'https://[::1]:9/'],
    ['public', 'https://2130706433:9/'],
    ['public', 'http://93.184.215.14/'],
    ['with loopback', 'http://10.0.0.1/'],
    ['with loopback', 'http://93.184.215.14/'],
  ] as [Reach, string][])('reach %s: %s', async (reach, url) => {
    expect(await guarded(reach)(posting(url))).toEqual({ kind: 'forbidden' });
  });

  it('a name that leads to this machine, even where loopback is meant: only its number is', async () => {
    const post = guarded('with loopback', async () => [four('127.0.0.1')]);

    expect(await post(posting('http://localhost:9/'))).toEqual({ kind: 'forbidden' });
  });
});

describe('the connection', () => {
  it('goes to the addresses that were looked at, however the name answers a moment later', async () => {
    const answers = [[four('93.184.215.14')], [four('127.0.0.1')]];
    const lookups: LookupFunction[] = [];
    const agent = new MockAgent();
    const peer = Object.assign(agent, { destroy: () => agent.close() });
    peer.disableNetConnect();
    peer.get('https://hooks.example.com').intercept({ path: '/x', method: 'POST' }).reply(200, 'ok');
    const post = makeGuardedPost({
      clock: systemClock,
      reach: 'public',
      resolve: async () => answers.shift() ?? [],
      connect: (_timeouts, _connections, lookup) => {
        if (lookup !== undefined) lookups.push(lookup);
        return peer;
      },
    });

    const result = await post(posting('https://hooks.example.com/x'));

    expect(result).toMatchObject({ kind: 'answered', httpStatus: 200 });
    expect(answers).toHaveLength(1);
    const found: unknown[] = [];
    for (const options of [{ all: true }, { all: false }])
      lookups[0]?.('hooks.example.com', options, (...answer) => found.push(answer));
    expect(found).toEqual([
      [null, [four('93.184.215.14')]],
      [null, '93.184.215.14', 4],
    ]);
  });

  it('verifies certificates', async () => {
    const server = createServer(SELF_SIGNED, (_request, response) => response.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;

    const result = await guarded('with loopback')(posting(`https://127.0.0.1:${port}/`));

    expect(result).toEqual({ kind: 'failed', code: 'TLS_FAILED' });
    server.close();
  });

  it('is a new one for each message', async () => {
    await using server = await ScriptedServer.start(says(200, 'ok'));
    const post = guarded('with loopback');

    await post(posting(server.origin));
    await post(posting(server.origin));

    expect(new Set(server.seen.map(({ port }) => port)).size).toBe(2);
  });
});

describe('what the network does is named, and never thrown', () => {
  it.each([
    ['a name that nobody knows', () => Promise.reject(new Error('ENOTFOUND')), 'NAME_NOT_RESOLVED'],
    ['a name without an address', async () => [], 'NAME_NOT_RESOLVED'],
    ['a resolver that hangs', () => new Promise(() => undefined), 'TIMEOUT'],
  ] as [string, Resolve, string][])('%s', async (_, resolve, code) => {
    const post = guarded('public', resolve);

    expect(await post(posting('https://hooks.example.com/x'))).toEqual({ kind: 'failed', code });
  });

  it.each([
    ['hangs', hangs],
    ['drips', drips],
  ])('a receiver that %s', async (_, reply) => {
    await using server = await ScriptedServer.start(reply);

    expect(await guarded('with loopback')(posting(server.origin))).toEqual({
      kind: 'failed',
      code: 'TIMEOUT',
    });
  });
});
