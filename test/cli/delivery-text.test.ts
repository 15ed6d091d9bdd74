import { describe, expect, it } from 'vitest';
import { deliveryLines } from '../../shared/cli/delivery-text.ts';
import type { ChannelAnswer } from '../../shared/cli/programs.ts';
import { wordsOf } from '../../shared/cli/words.ts';

const en = wordsOf({ language: 'en' });
const zh = wordsOf({ language: 'zh-CN' });

const TOPIC: ChannelAnswer = { kind: 'sns', delivery: { delivered: true, receipt: 'm-1' } };
const REFUSED: ChannelAnswer = {
  kind: 'feishu',
  delivery: { delivered: false, code: 'KEYWORD_MISSING', permanent: true, answered: '19024' },
};
const BUSY: ChannelAnswer = {
  kind: 'webhook',
  delivery: { delivered: false, code: 'BUSY', permanent: false, retryAfterSeconds: 1, answered: 'HTTP 503' },
};

describe('what the channels of an entry answered', () => {
  it('is a line for each, in plain words with the code, and what that comes to', () => {
    expect(deliveryLines('dba', [REFUSED, BUSY, TOPIC], en)).toEqual([
      'dba',
      '  feishu   NOT DELIVERED: the bot wants a word in each message (KEYWORD_MISSING, 19024)',
      '  webhook  NOT DELIVERED: it is unwell just now (BUSY, HTTP 503, not again before one second)',
      '  sns      delivered (receipt m-1)',
      '',
      'dba is not reached through 2 of 3 channels. What to do about each code: docs/notify.md.',
    ]);
  });

  it('is good where all took it', () => {
    expect(deliveryLines('dba', [TOPIC], en).at(-1)).toBe('dba is reached through every channel it has.');
  });

  it('is no delivery where practice wrote the log in its place', () => {
    const logged: ChannelAnswer = { kind: 'wecom', delivery: { delivered: true }, inTheLog: true };
    expect(deliveryLines('dba', [logged, TOPIC], en).slice(1)).toEqual([
      '  wecom  in the log instead: it has no variables',
      '  sns    delivered (receipt m-1)',
      '',
      'dba is reached through 1 of 2 channels; the rest went to the log.',
    ]);
  });

  it('is said in Chinese', () => {
    expect(deliveryLines('dba', [REFUSED, TOPIC], zh)).toEqual([
      'dba',
      '  feishu  未送达: 机器人要求消息含有关键词 (KEYWORD_MISSING, 19024)',
      '  sns     已送达 (回执 m-1)',
      '',
      'dba 的 2 个渠道中有 1 个未送达。每个代码的处理办法见 docs/notify.md。',
    ]);
  });

  it('never breaks a line, whatever the other side calls it', () => {
    const receipt = { delivered: true, receipt: 'm\n\u001b[2J1' } as const;
    expect(deliveryLines('dba', [{ kind: 'sns', delivery: receipt }], en)[1]).toBe(
      '  sns  delivered (receipt m [2J1)',
    );
  });
});
