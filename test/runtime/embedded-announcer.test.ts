import { describe, expect, it } from 'vitest';
import { makeEmbeddedAnnouncer } from '../../shared/runtime/embedded-announcer.ts';
import { closedRun, unknownRun } from './closed-runs.ts';
import { memoryLog } from './memory-log.ts';

const announcing = (language: 'en' | 'zh-CN' = 'en') => {
  const log = memoryLog();
  return { log, announcer: makeEmbeddedAnnouncer(log, { language, zone: 'Asia/Shanghai' }) };
};

describe('the bus of a machine on its own', () => {
  it('is the log: a close is a line with outcome, instance and sentence', async () => {
    const { announcer, log } = announcing();

    await announcer.closed(closedRun());

    expect(log.lines).toEqual([
      {
        level: 'info',
        runId: 'aaaabbbbcccc',
        what: 'closed',
        code: 'SUCCEEDED',
        data: {
          instance: 'cn-beijing/redis-cn0212gzmh2xs0001',
          reason: 'PROVEN',
          sentence: expect.stringContaining('Wed 2026-11-25 02:40 Asia/Shanghai'),
          held: false,
        },
      },
    ]);
  });

  it('tells people with a warning, and says that the instance is held', async () => {
    const { announcer, log } = announcing();

    await announcer.message(unknownRun());

    expect(log.lines).toMatchObject([
      { level: 'warn', what: 'needs a person', code: 'UNKNOWN', data: { held: true } },
    ]);
  });

  it('speaks the language of its reader', async () => {
    const { announcer, log } = announcing('zh-CN');

    await announcer.closed(closedRun());

    expect(log.lines[0]?.data?.sentence).toMatch(/\p{Script=Han}/u);
  });

  it('says what a hold was settled as', async () => {
    const { announcer, log } = announcing();
    const settled = {
      as: 'NOT_SWITCHED',
      at: 5,
      decision: { code: 'ACKNOWLEDGED_BY', data: {} },
      announced: false,
    } as const;

    await announcer.settled(unknownRun({ settled }));

    expect(log.lines).toMatchObject([{ what: 'settled', data: { as: 'NOT_SWITCHED', at: 5 } }]);
  });

  it('has no waiting workflow to answer, and says so', async () => {
    expect(await announcing().announcer.answerToken('a-token', closedRun())).toBe(false);
  });
});
