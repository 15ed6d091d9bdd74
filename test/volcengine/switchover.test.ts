import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CredentialsUnavailable, InvalidRequest } from '../../shared/volcengine/errors.ts';
import type { PreparedSwitchOver } from '../../shared/volcengine/redis.ts';
import { clientOf, INSTANCE, switchOver } from './clients.ts';
import { ScriptedServer, succeeds } from './scripted-server.ts';
import { SITUATIONS } from './situations.ts';

describe('prepareSwitchOver builds the exact bytes', () => {
  const nowhere = { origin: 'http://127.0.0.1:9' };

  it('of the documented form, with the life in the query', async () => {
    await using client = clientOf(nowhere);

    const prepared = await client.prepareSwitchOver(switchOver());

    expect(prepared).toMatchObject({
      instanceId: INSTANCE,
      url: 'http://127.0.0.1:9/?Action=SwitchOver&Version=2020-12-07&X-Expires=30',
      body: `{"InstanceId":"${INSTANCE}","TargetPrimaryNodeIds":["server-${INSTANCE}-0-1"],"ClientToken":"swo-20260102-0001"}`,
    });
    expect(prepared.headers).toMatchObject({
      Host: '127.0.0.1:9',
      'Content-Type': 'application/json; charset=utf-8',
      'X-Date': '20260102T030405Z',
      'X-Content-Sha256': createHash('sha256').update(prepared.body).digest('hex'),
      Authorization: expect.stringMatching(
        /^HMAC-SHA256 Credential=AKLTEXAMPLE\/20260102\/cn-beijing\/Redis\/request, SignedHeaders=content-type;host;x-content-sha256;x-date;x-security-token, Signature=[0-9a-f]{64}$/,
      ),
    });
  });

  it('that expire at the signed second plus the life, never later', async () => {
    await using client = clientOf(nowhere);

    const { expiresAt } = await client.prepareSwitchOver(switchOver());

    expect(expiresAt).toBe(Date.UTC(2026, 0, 2, 3, 4, 35));
  });

  it('the same bytes for the same request', async () => {
    await using client = clientOf(nowhere);
    const [one, other] = [
      await client.prepareSwitchOver(switchOver()),
      await client.prepareSwitchOver(switchOver()),
    ];

    expect([one.url, one.headers, one.body]).toEqual([other.url, other.headers, other.body]);
  });

  it('for the service name that is set', async () => {
    await using client = clientOf(nowhere, { service: 'redis' });

    const { headers } = await client.prepareSwitchOver(switchOver());

    expect(headers.Authorization).toContain('/cn-beijing/redis/request,');
  });

  it('and refuses what cannot be right, naming every fault', async () => {
    await using client = clientOf(nowhere);
    const preparing = client.prepareSwitchOver(
      switchOver({ targetNodeIds: [], clientToken: 'x'.repeat(128) }),
    );

    await expect(preparing).rejects.toThrow(InvalidRequest);
    await expect(preparing).rejects.toThrow(/SwitchOver was not sent: no target node.*; the client token/);
  });

  it('and says so when the credentials cannot be read, without repeating why', async () => {
    await using client = clientOf(nowhere, {
      credentials: async () => {
        throw new RangeError('canary');
      },
    });
    const preparing = client.prepareSwitchOver(switchOver());

    await expect(preparing).rejects.toThrow(CredentialsUnavailable);
    await expect(preparing).rejects.toThrow(
      /SwitchOver redis-\S+ → credentials could not be read \(RangeError\)/,
    );
  });
});

describe('sendSwitchOver reaches the server exactly once', () => {
  it.each(SITUATIONS)('%s', async (_situation, reply, expected) => {
    await using server = await ScriptedServer.start(reply);
    await using client = clientOf(server);
    const prepared = await client.prepareSwitchOver(switchOver());

    const answer = await client.sendSwitchOver(prepared);

    expect(answer).toMatchObject(expected);
    expect(server.seen).toHaveLength(1);
    expect(client.clock.waits).toEqual([]);
  });

  it('sends the very bytes that were prepared', async () => {
    await using server = await ScriptedServer.start(succeeds());
    await using client = clientOf(server);
    const prepared = await client.prepareSwitchOver(switchOver());

    client.clock.pass(60_000);
    await client.sendSwitchOver(prepared);

    const [seen] = server.seen;
    const lowerCase = Object.entries(prepared.headers).map(([name, value]) => [name.toLowerCase(), value]);
    expect(seen).toMatchObject({
      method: 'POST',
      body: prepared.body,
      headers: Object.fromEntries(lowerCase),
    });
    expect(`${server.origin}${seen?.url}`).toBe(prepared.url);
  });

  it.each([
    ['by the same client', false],
    ['by another client of the same host', true],
  ])('a second sending %s leaves no byte and is ambiguous', async (_who, another) => {
    await using server = await ScriptedServer.start(succeeds());
    await using client = clientOf(server);
    await using other = clientOf(server);
    const prepared = await client.prepareSwitchOver(switchOver());

    const answers = await Promise.all([
      client.sendSwitchOver(prepared),
      (another ? other : client).sendSwitchOver(prepared),
    ]);

    expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'ambiguous']);
    expect(answers[1]?.code).toBe('NotSendable');
    expect(server.seen).toHaveLength(1);
  });

  it('bytes for another host, or from nowhere, leave no byte', async () => {
    await using server = await ScriptedServer.start(succeeds());
    await using elsewhere = await ScriptedServer.start(succeeds());
    await using client = clientOf(server);
    await using foreign = clientOf(elsewhere);
    const prepared = await foreign.prepareSwitchOver(switchOver());
    const forged: PreparedSwitchOver = {
      instanceId: INSTANCE,
      expiresAt: 0,
      url: server.origin,
      headers: {},
      body: '',
    };

    const answers = [await client.sendSwitchOver(prepared), await client.sendSwitchOver(forged)];

    expect(answers.map(({ kind, code }) => [kind, code])).toEqual([
      ['ambiguous', 'NotSendable'],
      ['ambiguous', 'NotSendable'],
    ]);
    expect([...server.seen, ...elsewhere.seen]).toHaveLength(0);
  });

  it('has a connection of its own, apart from those that the reads keep', async () => {
    await using server = await ScriptedServer.start(succeeds({ Total: 0 }));
    await using client = clientOf(server);
    await client.describeShards(INSTANCE);

    for (let sent = 0; sent < 4; sent += 1) {
      await client.sendSwitchOver(await client.prepareSwitchOver(switchOver()));
    }

    expect(new Set(server.seen.map(({ port }) => port)).size).toBe(5);
  });

  it('never throws, not even when nobody listens', async () => {
    await using client = clientOf({ origin: 'http://127.0.0.1:1' });

    const answer = await client.sendSwitchOver(await client.prepareSwitchOver(switchOver()));

    expect(answer).toMatchObject({ kind: 'ambiguous', code: 'ConnectionRefused' });
  });
});
