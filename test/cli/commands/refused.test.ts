import { describe, expect, it } from 'vitest';
import type { RefusedView } from '../../../shared/api/view-schema.ts';
import { makeStage } from '../stage.ts';
import { ok } from '../views.ts';

const REFUSED: RefusedView = {
  requests: [{ execution: 'arn:execution:x', why: 'key: is\nmissing', at: '2026-11-23T18:00:00.000Z' }],
  letters: [
    {
      what: 'refused',
      of: 'nightly/1',
      from: 'arn:schedule/nightly',
      answer: 'AccessDenied',
      faults: ['rule: NO_RULE_MATCHES'],
      at: '2026-11-23T19:00:00.000Z',
    },
    { what: 'minute call', of: 'due', at: '2026-11-23T17:00:00.000Z' },
  ],
  more: 2,
};

describe('refused lists what became no run', () => {
  it('newest first, each on one line', async () => {
    const stage = makeStage({ answering: () => ok(REFUSED) });

    const { exit, stdout } = await stage.run('refused');

    expect(stage.asked.map(({ path }) => path)).toEqual(['/v1/refused']);
    expect(exit).toBe(0);
    expect(stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
      'Mon 2026-11-23 19:00 UTC | late, and refused | arn:schedule/nightly → nightly/1 | rule: NO_RULE_MATCHES; AccessDenied',
      'Mon 2026-11-23 18:00 UTC | refused | arn:execution:x | key: is missing',
      'Mon 2026-11-23 17:00 UTC | call of a minute, lost | due',
      '2 older ones are not shown.',
      '',
    ]);
  });

  it('as the API tells it with --json', async () => {
    const { stdout } = await makeStage({ answering: () => ok(REFUSED) }).run('refused', '--json');

    expect(JSON.parse(stdout)).toEqual(REFUSED);
  });

  it('says so where there is nothing, in the language of the reader', async () => {
    const answering = () => ok({ requests: [], letters: [], more: 0 });

    expect((await makeStage({ answering }).run('refused')).stdout).toBe(
      'Nothing was refused or lost in the last 90 days.\n',
    );
    expect((await makeStage({ answering }).run('refused', '--language', 'zh-CN')).stdout).toBe(
      '最近 90 天内没有被拒绝或未送达的请求。\n',
    );
  });
});
