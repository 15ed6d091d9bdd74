import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, report, seconds, times, wallOf, walls } from './measure.ts';

/**
 * The wall time of `npm run synth`, template validation and all, against a Node that does nothing. Promised: less than
 * 6 s. Run with `node bench/synth.ts`.
 */

const ROUNDS = 3;
const PROMISED = 6_000;

const folder = mkdtempSync(join(tmpdir(), 'offpeak-bench-'));
try {
  const synth = ['npm', 'run', 'synth', '--prefix', ROOT, '--', '--output', join(folder, 'cdk.out')];
  await wallOf(synth, folder);
  const [floor = 0, took = 0] = await walls([[process.execPath, '-e', '0'], synth], {
    rounds: ROUNDS,
    folder,
  });
  report([
    ['floor: node -e 0', seconds(floor), `median of ${ROUNDS}`],
    [
      'npm run synth',
      seconds(took),
      `${times(took / floor)} the floor; promised < ${seconds(PROMISED)}: ${took < PROMISED ? 'kept' : 'BROKEN'}`,
    ],
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
