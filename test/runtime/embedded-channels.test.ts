import { describe, expect, it } from 'vitest';
import type { Posting } from '../../shared/notify/post.ts';
import { readTarget } from '../../shared/notify/target.ts';
import { embeddedChannels, logOnly } from '../../shared/runtime/embedded-channels.ts';
import { memoryLog } from './memory-log.ts';

const MESSAGE = { id: 'a/trouble', kind: 'trouble', title: 'title', paragraphs: ['one'], data: {} } as const;
const URL_OF_BOT = 'https://open.feishu.cn/open-apis/bot/v2/hook/canary';
const clock = { now: () => 0 };

function channels({ practice }: { readonly practice: boolean }) {
  const log = memoryLog();
  const posted: Posting[] = [];
  const target = readTarget('feishu', 'the variable', JSON.stringify({ url: URL_OF_BOT }), 'public');
  const channel = embeddedChannels({
    log,
    clock,
    targets: new Map([['dba/feishu', target]]),
    practice,
    post: async (posting) => {
      posted.push(posting);
      return { kind: 'answered', httpStatus: 200, body: Buffer.from('{"code":0}') };
    },
  });
  return { log, posted, channel };
}

describe('a channel of a machine on its own', () => {
  it('posts to the target that was given for this entry and kind', async () => {
    const { posted, channel } = channels({ practice: false });
    expect(await channel('dba', { kind: 'feishu', name: 'bot' }).send(MESSAGE)).toEqual({ delivered: true });
    expect(posted.map(({ url }) => url.href)).toEqual([URL_OF_BOT]);
  });

  it('that was given to another entry is not this one: the message waits for a process that has it', async () => {
    const { posted, channel } = channels({ practice: false });
    expect(await channel('sre', { kind: 'feishu', name: 'bot' }).send(MESSAGE)).toMatchObject({
      delivered: false,
      permanent: false,
    });
    expect(posted).toEqual([]);
  });

  it('without a target is the log in practice', async () => {
    const { log, channel } = channels({ practice: true });
    expect(await channel('sre', { kind: 'feishu', name: 'bot' }).send(MESSAGE)).toEqual({ delivered: true });
    expect(log.lines).toMatchObject([{ level: 'warn', what: 'title', data: { entry: 'sre' } }]);
  });
});

it('a process that can reach nobody writes its log', async () => {
  const log = memoryLog();
  await logOnly(log, clock)('dba', { kind: 'wecom', name: 'bot' }).send({
    ...MESSAGE,
    command: 'offpeak show a',
  });
  expect(log.lines).toMatchObject([
    { level: 'warn', what: 'title', data: { id: 'a/trouble', entry: 'dba' } },
  ]);
});
