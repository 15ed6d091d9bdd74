import { onTestFinished } from 'vitest';
import { type Ended, type Program, type Surroundings, startOffpeak } from './program.ts';

/** Starts `offpeak` with these words as a process of its own. It is killed after the test, if it still runs. */
export function offpeak(words: readonly string[], surroundings: Surroundings): Program {
  const program = startOffpeak(words, surroundings);
  onTestFinished(() => program.signal('SIGKILL'));
  return program;
}

/** The same, to its end. */
export const offpeakTo = (words: readonly string[], surroundings: Surroundings): Promise<Ended> =>
  offpeak(words, surroundings).ended;
