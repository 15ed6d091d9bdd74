import { Agent } from 'undici';
import { describe, expect, it } from 'vitest';
import { makeRedisClient } from '../../shared/volcengine/client.ts';
import { InvalidSettings } from '../../shared/volcengine/errors.ts';
import { CREDENTIALS, clientOf, INSTANCE, switchOver } from './clients.ts';
import { ScriptedServer, succeeds } from './scripted-server.ts';
import { VirtualClock } from './virtual-clock.ts';

const SETTINGS = {
  region: 'cn-beijing',
  credentials: async () => CREDENTIALS,
  clock: new VirtualClock(),
  random: () => 0,
};

describe('a client', () => {
  it.each([
    [{ region: 'beijing' }, /region/],
    [{ practiceEndpoint: 'http://10.0.0.1' }, /practice endpoint/],
    [{ timeouts: { total: -1 } }, /timeouts\.total/],
  ])('is not built with %j', (change, sentence) => {
    const build = () => makeRedisClient({ ...SETTINGS, ...change });

    expect(build).toThrow(InvalidSettings);
    expect(build).toThrow(sentence);
  });

  it('signs for the documented host of its region', async () => {
    await using client = { ...makeRedisClient(SETTINGS), [Symbol.asyncDispose]: async () => undefined };

    const { url, headers } = await client.prepareSwitchOver(switchOver());

    expect(url).toMatch(/^https:\/\/redis\.cn-beijing\.volcengineapi\.com\/\?Action=SwitchOver&/);
    expect(headers.Host).toBe('redis.cn-beijing.volcengineapi.com');
  });

  it('sends everything through a dispatcher that is given, and leaves it open', async () => {
    await using server = await ScriptedServer.start(succeeds({ Total: 0 }));
    const dispatcher = new Agent();
    const client = clientOf(server, { dispatcher });

    await client.describeShards(INSTANCE);
    await client.sendSwitchOver(await client.prepareSwitchOver(switchOver()));
    await client.close();

    expect(server.seen.map(({ action }) => action)).toEqual(['DescribeDBInstanceShards', 'SwitchOver']);
    expect(dispatcher.closed).toBe(false);
    await dispatcher.close();
  });

  it('closed, sends nothing more', async () => {
    await using server = await ScriptedServer.start(succeeds());
    const client = clientOf(server);
    const prepared = await client.prepareSwitchOver(switchOver());

    await client.close();

    expect(await client.sendSwitchOver(prepared)).toMatchObject({ kind: 'ambiguous' });
    expect(server.seen).toHaveLength(0);
  });
});
