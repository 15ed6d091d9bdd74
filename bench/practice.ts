import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, report, seconds, times, wallOf, walls } from './measure.ts';

/**
 * The wall time of the practice, as `npm start` and without npm, against a Node that does nothing. Promised: `npm start`
 * in less than 10 s. Run with `node bench/practice.ts`.
 */

const ROUNDS = 5;
const PROMISED = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'offpeak-bench-'));
try {
  const practice = [process.execPath, join(ROOT, 'bin', 'offpeak.ts'), 'practice'];
  const npm = ['npm', 'start', '--prefix', ROOT];
  await wallOf(practice, folder);
  const [floor = 0, alone = 0, started = 0] = await walls([[process.execPath, '-e', '0'], practice, npm], {
    rounds: ROUNDS,
    folder,
  });
  report([
    ['floor: node -e 0', seconds(floor), `median of ${ROUNDS}`],
    ['offpeak practice', seconds(alone), `${times(alone / floor)} the floor`],
    [
      'npm start',
      seconds(started),
      `${times(started / floor)} the floor; promised < ${seconds(PROMISED)}: ${started < PROMISED ? 'kept' : 'BROKEN'}`,
    ],
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
