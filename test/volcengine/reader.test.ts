import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Credentials, type Freshness } from '../../shared/volcengine/credentials.ts';
import { ReadFailed } from '../../shared/volcengine/errors.ts';
import { CREDENTIALS, clientOf, INSTANCE } from './clients.ts';
import {
  cutsAtOnce,
  cutsMidBody,
  drips,
  floods,
  hangs,
  type Reply,
  refuses,
  ScriptedServer,
  says,
  succeeds,
} from './scripted-server.ts';

const RUNNING = succeeds({ InstanceId: INSTANCE, Status: 'Running', InstanceClass: 'PrimarySecondary' });

describe('a read goes on until it has a usable answer', () => {
  it.each([
    ['a throttle', refuses('FlowLimitExceeded', { status: 429 })],
    ['an internal error', refuses('InternalError')],
    ['a 503', says(503, '')],
    ['HTML', says(200, '<html></html>')],
    ['truncated JSON', says(200, '{"Resp')],
    ['a Result that does not fit', succeeds({ InstanceId: 7 })],
    ['no Result', succeeds()],
    ['a redirect', says(302, '', { Location: '/' })],
    ['a hang', hangs],
    ['a slow loris', drips],
    ['a reset before the answer', cutsAtOnce],
    ['a reset inside the body', cutsMidBody],
  ] as [string, Reply][])('after %s', async (_situation, reply) => {
    await using server = await ScriptedServer.start(reply, RUNNING);
    await using client = clientOf(server);

    expect(await client.describeInstance(INSTANCE)).toMatchObject({ status: 'Running' });
    expect(server.seen).toHaveLength(2);
  });

  it('each attempt is signed anew', async () => {
    await using server = await ScriptedServer.start(
      refuses('FlowLimitExceeded', { status: 429, headers: { 'Retry-After': '2' } }),
      RUNNING,
    );
    await using client = clientOf(server);

    await client.describeInstance(INSTANCE);

    expect(client.clock.waits).toEqual([2_000]);
    expect(server.seen.map(({ headers }) => headers['x-date'])).toEqual([
      '20260102T030405Z',
      '20260102T030407Z',
    ]);
    expect(new Set(server.seen.map(({ headers }) => headers.authorization)).size).toBe(2);
  });
});

describe('a read ends as ReadFailed', () => {
  it.each([
    [
      'refused',
      refuses('AccessDenied', { status: 403 }),
      /→ 403 AccessDenied after 1 of 4 attempts .*\(request 2026/,
    ],
    ['too large', floods(100_000_000), /→ 200 AnswerTooLarge after 1 of 4 attempts/],
  ] as [string, Reply, RegExp][])('at once when it is %s', async (_situation, reply, sentence) => {
    await using server = await ScriptedServer.start(reply);
    await using client = clientOf(server);
    const reading = client.describeInstance(INSTANCE);

    await expect(reading).rejects.toThrow(ReadFailed);
    await expect(reading).rejects.toThrow(sentence);
    expect(server.seen).toHaveLength(1);
  });

  it('when the attempts are used up; both limits stand in the sentence', async () => {
    await using server = await ScriptedServer.start(refuses('InternalError', { message: 'sorry' }));
    await using client = clientOf(server);

    await expect(client.describeInstance(INSTANCE)).rejects.toThrow(
      `DescribeDBInstanceDetail ${INSTANCE} → 400 InternalError after 4 of 4 attempts and 700 of 20000 ms: sorry (request 20260102030405AAAABBBBCCCCDDDD0001)`,
    );
    expect(server.seen).toHaveLength(4);
  });

  it('when Retry-After asks for more than the budget', async () => {
    const throttled = refuses('FlowLimitExceeded', { status: 429, headers: { 'Retry-After': '1000000000' } });
    await using server = await ScriptedServer.start(throttled);
    await using client = clientOf(server);

    const error = await client.describeInstance(INSTANCE).catch((thrown) => thrown);

    expect(error).toBeInstanceOf(ReadFailed);
    expect(error.answer).toMatchObject({
      code: 'FlowLimitExceeded',
      httpStatus: 429,
      retryAfterSeconds: 3_600,
    });
    expect(server.seen).toHaveLength(1);
  });

  it('names the places of a Result that does not fit', async () => {
    await using server = await ScriptedServer.start(
      succeeds({ Total: 1, InstanceShards: [{ ServerNodes: {} }] }),
    );
    await using client = clientOf(server, { readBudget: { attempts: 1 } });

    await expect(client.describeShards(INSTANCE)).rejects.toThrow(
      /UnusableResult .*Result\.InstanceShards\.0\.ShardId: .*Result\.InstanceShards\.0\.ServerNodes: /,
    );
  });

  it('tells no secret, even when the gateway says it back', async () => {
    const echoes: Reply = (response, seen) => {
      const message = `${seen.headers.authorization} ${seen.headers['x-security-token']}`;
      refuses('SignatureDoesNotMatch', { status: 401, message })(response, seen);
    };
    await using server = await ScriptedServer.start(echoes);
    await using client = clientOf(server);

    const error = await client.describeInstance(INSTANCE).catch((thrown) => thrown);

    const shown = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error);
    expect(shown).not.toContain('canary');
    expect(shown).not.toMatch(/Signature=[0-9a-f]/);
  });
});

describe('credentials that the vendor refuses', () => {
  const NEWER = new Credentials({ accessKeyId: 'AKLTNEWER', secretAccessKey: 'a-newer-secret' });

  function rotating(asked: Freshness[]) {
    return async (freshness: Freshness) => {
      asked.push(freshness);
      return freshness === 'fresh' ? NEWER : CREDENTIALS;
    };
  }

  it.each(['InvalidAccessKey', 'InvalidSecretToken', 'InvalidClientTokenId', 'SignatureDoesNotMatch'])(
    '%s: read once more, then used at once',
    async (code) => {
      await using server = await ScriptedServer.start(refuses(code, { status: 401 }), RUNNING);
      const asked: Freshness[] = [];
      await using client = clientOf(server, { credentials: rotating(asked) });

      expect(await client.describeInstance(INSTANCE)).toMatchObject({ status: 'Running' });
      expect(asked).toEqual(['cached', 'fresh']);
      expect(client.clock.waits).toEqual([]);
      expect(server.seen[1]?.headers.authorization).toContain('Credential=AKLTNEWER/');
    },
  );

  it('a right that is missing is no reason to read them again', async () => {
    await using server = await ScriptedServer.start(refuses('AccessDenied', { status: 403 }));
    const asked: Freshness[] = [];
    await using client = clientOf(server, { credentials: rotating(asked) });

    await expect(client.describeInstance(INSTANCE)).rejects.toThrow(/AccessDenied after 1 of 4/);
    expect(asked).toEqual(['cached']);
  });

  it('refused again: fails closed', async () => {
    await using server = await ScriptedServer.start(refuses('InvalidAccessKey', { status: 401 }));
    const asked: Freshness[] = [];
    await using client = clientOf(server, { credentials: rotating(asked) });

    await expect(client.describeInstance(INSTANCE)).rejects.toThrow(/InvalidAccessKey after 2 of 4/);
    expect(asked).toEqual(['cached', 'fresh']);
    expect(server.seen).toHaveLength(2);
  });

  it('that cannot be read: ReadFailed, without what the source said', async () => {
    await using server = await ScriptedServer.start(RUNNING);
    await using client = clientOf(server, {
      credentials: async () => {
        throw new TypeError('canary');
      },
    });

    const error = await client.describeInstance(INSTANCE).catch((thrown) => thrown);

    expect(error).toBeInstanceOf(ReadFailed);
    expect(error.message).toContain('CredentialsUnavailable');
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('canary');
    expect(server.seen).toHaveLength(0);
  });
});
