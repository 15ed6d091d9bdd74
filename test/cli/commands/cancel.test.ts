import { describe, expect, it } from 'vitest';
import { makeStage } from '../stage.ts';
import { closedView, ok, problem, RUN_ID, sentences } from '../views.ts';

describe('cancel ends a run that has sent nothing', () => {
  it('says what became of it', async () => {
    const cancelled = closedView({
      outcome: 'CANCELLED',
      reason: 'CANCELLED',
      sentences: sentences('Cancelled.'),
    });
    const stage = makeStage({ answering: () => ok(cancelled) });

    const ended = await stage.run('cancel', RUN_ID, '--reason', 'by mistake');

    expect(stage.asked).toMatchObject([
      { path: `/v1/runs/${RUN_ID}/cancel`, method: 'POST', body: { reason: 'by mistake' } },
    ]);
    expect(ended).toEqual({ exit: 0, stdout: 'Cancelled.\n', stderr: '' });
  });

  it('fails where something was sent already', async () => {
    const stage = makeStage({ answering: () => problem('not-possible', 409, 'It cannot be called back.') });

    const ended = await stage.run('cancel', RUN_ID, '--reason', 'by mistake');

    expect(ended).toEqual({ exit: 1, stdout: '', stderr: 'offpeak: It cannot be called back.\n' });
  });
});
