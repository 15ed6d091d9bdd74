import { type ChildProcess, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT, report, silently, times } from './measure.ts';

/**
 * The resident memory of an idle `serve` with its local endpoint, after 20 s, against a Node that only waits. Promised:
 * less than 120 MB (of 1,048,576 bytes). The very first start of a version compiles, and stays larger; so it is started
 * once before. Needs `ps`. Run with `node bench/serve-memory.ts`.
 */

const SETTLED_AFTER = 20_000;
const PROMISED_MB = 120;

/** Nothing is ever due. */
const PLAN = `
timezone: UTC
accounts: { practice: { region: cn-beijing, credentials: practice, mode: observe } }
windows: { nights: { days: mon-sun, open: "02:00", close: "04:30" } }
rules:
  - { name: alone, match: { instance: redis-practice-solo }, never: Nothing is due while it is measured. }
`;

/** Resident megabytes. Throws when the process has ended. */
function residentOf({ pid, exitCode }: ChildProcess): number {
  if (pid === undefined || exitCode !== null) throw new Error('the process to be measured has ended');
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1_024;
}

const megabytes = (amount: number): string => `${amount.toFixed(0)} MB`;

const folder = mkdtempSync(join(tmpdir(), 'offpeak-bench-'));
const plan = join(folder, 'plan.yaml');
writeFileSync(plan, PLAN);
const IDLE = [process.execPath, '-e', 'setInterval(() => undefined, 60_000)'];
const SERVE = [process.execPath, join(ROOT, 'bin', 'offpeak.ts'), 'serve', plan, '--practice'];

async function residentAfterAWhile(command: readonly string[]): Promise<number> {
  const child = silently(command, folder);
  try {
    await wait(SETTLED_AFTER);
    return residentOf(child);
  } finally {
    child.kill('SIGKILL');
  }
}

try {
  const [floor, first] = await Promise.all([residentAfterAWhile(IDLE), residentAfterAWhile(SERVE)]);
  const served = await residentAfterAWhile(SERVE);
  report([
    ['floor: a Node that waits', megabytes(floor)],
    [
      'offpeak serve --practice, idle for 20 s, first start',
      megabytes(first),
      `${times(first / floor)} the floor`,
    ],
    [
      'the same, started again',
      megabytes(served),
      `${times(served / floor)} the floor; promised < ${megabytes(PROMISED_MB)}: ${served < PROMISED_MB ? 'kept' : 'BROKEN'}`,
    ],
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
