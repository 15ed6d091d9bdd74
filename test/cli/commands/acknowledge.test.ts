import { describe, expect, it } from 'vitest';
import { makeStage } from '../stage.ts';
import { closedView, decision, ok, problem, RUN_ID } from '../views.ts';

const settled = {
  as: 'ACKNOWLEDGED',
  at: '2026-11-23T19:00:00.000Z',
  decision: decision('ACKNOWLEDGED_BY', 'Acknowledged by alice: seen.'),
} as const;

describe('acknowledge frees what a run holds', () => {
  it('says who freed it and why', async () => {
    const stage = makeStage({ answering: () => ok(closedView({ outcome: 'PARTIAL', settled })) });

    const ended = await stage.run('acknowledge', RUN_ID, '--reason', 'seen');

    expect(stage.asked).toMatchObject([
      { path: `/v1/runs/${RUN_ID}/acknowledge`, method: 'POST', body: { reason: 'seen' } },
    ]);
    expect(ended).toEqual({ exit: 0, stdout: 'Acknowledged by alice: seen.\n', stderr: '' });
  });

  it('fails while what was sent can still take effect', async () => {
    const detail = 'What this run has sent can still take effect. Acknowledge it from 18:42 on.';
    const stage = makeStage({ answering: () => problem('not-possible', 409, detail) });

    const ended = await stage.run('acknowledge', RUN_ID, '--reason', 'seen');

    expect(ended).toEqual({ exit: 1, stdout: '', stderr: `offpeak: ${detail}\n` });
  });

  it('takes no reason of two lines', async () => {
    const ended = await makeStage().run('acknowledge', RUN_ID, '--reason', 'seen\nforged');

    expect(ended.exit).toBe(2);
  });
});
