import { Listr } from 'listr2';
import { describe, expect, it } from 'vitest';
import { makeProgressRow } from '../../shared/cli/progress-row.ts';
import type { Stage } from '../../shared/cli/stages.ts';

const stage = (state: Stage['state'], text = ''): Stage => ({ name: 'gates', state, text });

/** Runs the row as the live progress does, drawing nothing. */
function begun() {
  const row = makeProgressRow('gates');
  const list = new Listr([row.task], { renderer: 'silent' });
  const ended = list.run();
  const shown = () => ({ title: list.tasks[0]?.title, skipped: list.tasks[0]?.isSkipped() });
  return { row, shown, ended };
}

describe('a line of the progress', () => {
  it('shows its stage’s text as it changes, and ends when the stage does', async () => {
    const { row, shown, ended } = begun();
    row.show(stage('now', 'asking'));
    row.show(stage('done', 'all yes'));
    await ended;
    expect(shown()).toEqual({ title: 'gates: all yes', skipped: false });
  });

  it.each(['left out', 'left as it stands'])('is skipped where its stage is %s', async (how) => {
    const { row, shown, ended } = begun();
    if (how === 'left out') row.show(stage('left out'));
    else row.leave();
    await ended;
    expect(shown().skipped).toBe(true);
  });

  it('fails with its own words', async () => {
    const { row, ended } = begun();
    row.show(stage('failed', 'FOREIGN_CHANGE'));
    await expect(ended).rejects.toThrow('gates: FOREIGN_CHANGE');
  });

  it('that failed before its turn came is nobody’s unhandled fault', async () => {
    makeProgressRow('gates').show(stage('failed', 'early'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});
