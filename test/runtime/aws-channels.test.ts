import {
  DecryptionFailure,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../shared/notify/channel.ts';
import type { Posting, PostResult } from '../../shared/notify/post.ts';
import { makeAwsChannels } from '../../shared/runtime/aws-channels.ts';
import { MINUTE } from '../../shared/time/clock.ts';
import { memoryLog } from './memory-log.ts';

const MESSAGE = { id: 'a/trouble', kind: 'trouble', title: 'title', paragraphs: ['one'], data: {} } as const;
const bot = (token: string) =>
  JSON.stringify({ url: `https://open.feishu.cn/open-apis/bot/v2/hook/${token}`, secret: 'canary-key' });
const makeFakeTopic = (): Channel => ({ pace: [], send: async () => ({ delivered: true, receipt: 'm-1' }) });
const says = (code: number): PostResult => ({
  kind: 'answered',
  httpStatus: 200,
  body: Buffer.from(JSON.stringify({ code, msg: 'x' })),
});

/** Channels over a secret that a test changes, and a bot that answers as the test wants. */
function deployed() {
  const state = {
    now: 0,
    secret: bot('canary-one') as string | Error,
    answer: (_posting: Posting): PostResult => says(0),
    read: 0,
  };
  const posted: string[] = [];
  const log = memoryLog();
  const secrets = new SecretsManagerClient({ region: 'eu-west-1' });
  // The client's own entrance: what a call is answered with.
  secrets.middlewareStack.add(
    () => async () => {
      state.read += 1;
      if (state.secret instanceof Error) throw state.secret;
      return { response: {}, output: { $metadata: {}, SecretString: state.secret } };
    },
    { step: 'initialize' },
  );
  const channel = makeAwsChannels({
    secrets,
    topic: makeFakeTopic,
    clock: { now: () => state.now },
    log,
    post: async (posting) => {
      posted.push(posting.url.pathname.split('/').at(-1) ?? '');
      return state.answer(posting);
    },
  });
  return {
    state,
    posted,
    log,
    send: () => channel('dba', { kind: 'feishu', name: 'offpeak/bot' }).send(MESSAGE),
  };
}

const denied = Object.assign(new Error('User arn:canary is not authorized'), {
  name: 'AccessDeniedException',
});

describe('a channel behind a secret', () => {
  it('reads it once for five minutes of messages', async () => {
    const { state, posted, send } = deployed();
    await send();
    state.secret = bot('canary-two');
    state.now = 5 * MINUTE - 1;
    await send();
    state.now = 5 * MINUTE;
    expect(await send()).toEqual({ delivered: true });

    expect(posted).toEqual(['canary-one', 'canary-one', 'canary-two']);
    expect(state.read).toBe(2);
  });

  it('asks once more with the secret as it is now, where a bot was replaced meanwhile', async () => {
    const { state, posted, send } = deployed();
    await send();
    state.secret = bot('canary-two');
    state.answer = ({ url }) => says(url.href.endsWith('one') ? 19001 : 0);

    expect(await send()).toEqual({ delivered: true });
    expect(posted).toEqual(['canary-one', 'canary-one', 'canary-two']);
  });

  it.each([
    ['nobody may read', denied, { code: 'NOT_AUTHORIZED', permanent: false }],
    [
      'is encrypted with a key that nobody may use',
      new DecryptionFailure({ message: 'canary', $metadata: {} }),
      { code: 'NOT_AUTHORIZED', permanent: false },
    ],
    [
      'does not exist',
      new ResourceNotFoundException({ message: 'canary', $metadata: {} }),
      { code: 'TARGET_UNKNOWN', permanent: true },
    ],
    ['is no target', '{"url":"ftp://canary"}', { code: 'TARGET_UNKNOWN', permanent: true }],
    [
      'names a private address',
      '{"url":"https://10.0.0.1/canary"}',
      { code: 'TARGET_FORBIDDEN', permanent: true },
    ],
    [
      'is read without credentials of AWS',
      Object.assign(new Error('canary'), { name: 'CredentialsProviderError' }),
      { code: 'NOT_AUTHORIZED', permanent: false },
    ],
    ['cannot be read just now', new Error('canary'), { code: 'NETWORK_FAILED', permanent: false }],
  ])('that %s', async (_, secret, delivery) => {
    const { state, posted, log, send } = deployed();
    state.secret = secret;

    expect(await send()).toEqual({ delivered: false, ...delivery });
    expect(posted).toEqual([]);
    expect(log.lines).toMatchObject([{ code: 'CHANNEL_UNUSABLE' }]);
    expect(JSON.stringify(log.lines)).not.toContain('canary');
  });
});

it('the log and topics need no secret', async () => {
  const { state, log } = deployed();
  const channel = makeAwsChannels({
    secrets: new SecretsManagerClient({ region: 'eu-west-1' }),
    topic: makeFakeTopic,
    clock: { now: () => state.now },
    log,
    post: async () => ({ kind: 'forbidden' }),
  });
  expect(await channel('dba', { kind: 'log', name: 'here' }).send(MESSAGE)).toEqual({ delivered: true });
  expect(channel('dba', { kind: 'sns', name: 'topic' })).toBe(channel('sre', { kind: 'sns', name: 'topic' }));
});
