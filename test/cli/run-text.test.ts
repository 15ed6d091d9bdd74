import { describe, expect, it } from 'vitest';
import { runLines } from '../../shared/cli/run-text.ts';
import { closedView, decision, INSTANCE, RUN_ID, send, sentences, view } from './views.ts';

const EN = { language: 'en', zone: 'Asia/Shanghai' } as const;
const linesOf = (...given: Parameters<typeof closedView>) => runLines(closedView(...given), EN, false);

describe('the story of a run', () => {
  it('tells who asked, what each gate said, the targets, the requests and the outcome', () => {
    expect(linesOf({ request: { ...view().request, target: { zone: 'cn-beijing-b' } } })).toEqual([
      `Run ${RUN_ID}`,
      'Succeeded (proven): Seen twice.',
      '',
      `  instance   cn-beijing/${INSTANCE}`,
      '  rule       orders-home',
      '  mode       switch (prod)',
      '  asked      by alice (http): drill 12',
      '  target     zone:cn-beijing-b',
      '  accepted   Tue 2026-11-24 02:10 Asia/Shanghai',
      '  opening    Tue 2026-11-24 02:00 Asia/Shanghai to Tue 2026-11-24 04:30 Asia/Shanghai, cutoff Tue 2026-11-24 04:20 Asia/Shanghai',
      '  closed     Tue 2026-11-24 02:11 Asia/Shanghai',
      '  phase      CLOSED',
      '  as wanted  yes',
      '  by us      yes',
      `  plan       ${'a'.repeat(64)}`,
      '',
      'Gates',
      '  yes  rule    Rule "orders-home" covers this instance.',
      '  yes  window  The window is open.',
      '',
      'Targets: expected primary → to be primary',
      '  batch 1 of 1  shard s1: node-a → node-b  seen as primary',
      '',
      'Requests',
      '  batch 1 of 1, attempt 1  one node  Tue 2026-11-24 02:10:02 Asia/Shanghai  accepted  request id 20261123181002REQ',
    ]);
  });

  it('tells what is held, that it may end by itself, and the command that frees it', () => {
    const lines = linesOf({ outcome: 'UNKNOWN', hold: true });

    expect(lines.slice(-7)).toEqual([
      'What to do next',
      `  This run still holds cn-beijing/${INSTANCE}; nothing else will switch it.`,
      '  Offpeak looks again by itself and frees it once two looks agree.',
      '  When you have seen the instance for yourself:',
      `    offpeak acknowledge ${RUN_ID} --reason "…"`,
      '  If this outcome has stopped its account (`offpeak stops` says so), lift that too:',
      '    offpeak resume account:prod',
    ]);
    expect(linesOf({ outcome: 'PARTIAL', hold: true }).join()).not.toContain('by itself');
  });

  it('tells what people were told, how far it came, and why it did not arrive', () => {
    const message = { about: 'trouble', entry: 'dba', attempts: 1, at: '2026-11-23T18:11:00.000Z' };
    const messages = [
      { ...message, channel: 'feishu', state: 'delivered' },
      { ...message, channel: 'wecom', state: 'waiting', attempts: 3, code: 'THROTTLED' },
      { ...message, about: 'held-2', channel: 'sns', state: 'given up', code: 'NEW_CODE' },
    ] as const;
    const run = closedView({ messages: [...messages] });

    expect(runLines(run, EN, false).slice(-4)).toEqual([
      'Messages',
      '  trouble            dba/feishu  delivered Tue 2026-11-24 02:11 Asia/Shanghai                      one try',
      '  trouble            dba/wecom   not delivered yet, again from Tue 2026-11-24 02:11 Asia/Shanghai  3 tries, it had too much (THROTTLED)',
      '  still held, day 2  dba/sns     GIVEN UP Tue 2026-11-24 02:11 Asia/Shanghai                       one try, NEW_CODE',
    ]);
    const chinese = runLines(run, { ...EN, language: 'zh-CN' }, false);
    expect(chinese.slice(-4).join('\n')).toMatch(
      /^通知\n {2}异常 .*已送达.*\n.*起重试.*THROTTLED.*\n.*第 2 天.*已放弃/,
    );
  });

  it('tells how a hold was settled, beside the outcome', () => {
    const settled = {
      as: 'SWITCHED',
      at: '2026-11-23T19:00:00.000Z',
      decision: decision('SETTLED_SWITCHED', 'The targets are primary after all.'),
    } as const;

    expect(linesOf({ outcome: 'UNKNOWN', settled }).slice(-2)).toEqual([
      'Settled',
      '  Tue 2026-11-24 03:00 Asia/Shanghai  The targets are primary after all.',
    ]);
  });

  it('keeps what the vendor wrote on one line', () => {
    const lines = linesOf({ sends: [send({ answer: 'refused', code: 'X', message: 'a\nb\u001B[2J' })] });

    expect(lines.at(-1)).toMatch(/refused {2}X · a b \[2J · request id/);
  });

  it('warns where the record is not whole', () => {
    expect(linesOf({ intact: false }).at(-1)).toBe(
      'The events of this run are not whole: one is missing or was changed.',
    );
  });

  it('tells it in 简体中文', () => {
    const run = closedView({ sentences: sentences('x') });
    const lines = runLines(run, { language: 'zh-CN', zone: 'Asia/Shanghai' }, false);

    expect(lines).toContain('（中）x');
    expect(lines).toContain('  是  规则  （中）Rule "orders-home" covers this instance.');
  });
});
