import { describe, expect, it } from 'vitest';
import { makeStage } from '../stage.ts';
import { ok, RUN_ID, summary } from '../views.ts';

const query = (path: string | undefined) => Object.fromEntries(new URLSearchParams(path?.split('?')[1]));

describe('history lists runs', () => {
  it.each([
    ['this month, in UTC', [], { month: '2026-11', limit: '50' }],
    ['one month', ['--month', '2026-10'], { month: '2026-10', limit: '50' }],
    ['one instance', ['--instance', 'cn-beijing/redis-x'], { instance: 'cn-beijing/redis-x', limit: '50' }],
    ['what needs a person', ['--attention', '--limit', '7'], { attention: 'true', limit: '7' }],
  ])('of %s', async (_what, options, expected) => {
    const stage = makeStage({ answering: () => ok({ runs: [] }) });

    const ended = await stage.run('history', ...options);

    expect(query(stage.asked[0]?.path)).toEqual(expected);
    expect(ended).toEqual({ exit: 0, stdout: 'No runs.\n', stderr: '' });
  });

  it('shows one line a run, with its outcome, whether it holds, and its whole id', async () => {
    const held = summary({ phase: 'CLOSED', outcome: 'UNKNOWN', reason: 'NO_EVIDENCE', hold: true });
    const stage = makeStage({ answering: () => ok({ runs: [summary(), held] }) });

    const { stdout } = await stage.run('history');

    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(
        /^Mon 2026-11-23 18:10 UTC {2}cn-beijing\/redis-cn0212gzmh2xs0001 {2}CLAIMED {2}.*abc/,
      ),
      `Mon 2026-11-23 18:10 UTC  cn-beijing/redis-cn0212gzmh2xs0001  UNKNOWN  NO_EVIDENCE (hold)  orders-home  ${RUN_ID}`,
      '',
    ]);
  });

  it('follows the pages up to the limit, and says that there is more', async () => {
    const stage = makeStage({
      answering: (path) => {
        const { limit, after } = query(path);
        return ok({ runs: Array.from({ length: Number(limit) }, () => summary()), next: `${after ?? ''}x` });
      },
    });

    const ended = await stage.run('history', '--limit', '250', '--json');

    expect(stage.asked.map(({ path }) => query(path))).toEqual([
      { month: '2026-11', limit: '100' },
      { month: '2026-11', limit: '100', after: 'x' },
      { month: '2026-11', limit: '50', after: 'xx' },
    ]);
    const printed = JSON.parse(ended.stdout);
    expect(printed.runs).toHaveLength(250);
    expect(printed.more).toBe(true);
  });

  it.each([
    [['--instance', 'x', '--month', '2026-11']],
    [['--attention', '--month', '2026-11']],
    [['--instance', 'x', '--attention']],
    [['--limit', '0']],
    [['--limit', 'many']],
  ])('takes no %j', async (options) => {
    const stage = makeStage();

    const ended = await stage.run('history', ...options);

    expect(ended.exit).toBe(2);
    expect(stage.begun).toEqual([]);
  });
});
