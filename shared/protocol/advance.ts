import type { Condition, Write } from '../store/store.ts';
import { keys } from './keys.ts';
import { changeOf } from './record.ts';
import type { Run } from './run.ts';

/** The condition of every write to a run: nobody has written since it was read, and its executor is the same. */
export const asRead = (run: Run): Condition => ({
  all: [
    { attribute: 'version', is: '=', value: run.version },
    run.executor === undefined
      ? { absent: 'executor' }
      : { attribute: 'executor', is: '=', value: run.executor },
  ],
});

/** A run after a change: the record to go on with once the write has committed. */
export function changed(run: Run, change: Partial<Run>): Run {
  return { ...run, ...change, version: run.version + 1 };
}

/** The write that takes a run from `run` to `changed(run, change)`. Fields given as undefined are removed. */
export function advance(run: Run, change: Partial<Run>, also?: readonly Condition[]): Write {
  return {
    update: keys.run(run.runId),
    ...changeOf({ ...change, version: run.version + 1 }),
    when: also === undefined ? asRead(run) : { all: [asRead(run), ...also] },
  };
}
