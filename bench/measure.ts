import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Starts a command in a folder, with nothing of it shown. */
export function silently([file = '', ...rest]: readonly string[], folder: string): ChildProcess {
  return spawn(file, rest, { cwd: folder, stdio: 'ignore' });
}

/** The wall time of a command in milliseconds. Throws when it fails: its time would mean nothing. */
export async function wallOf(command: readonly string[], folder: string): Promise<number> {
  const began = performance.now();
  const [exit] = await once(silently(command, folder), 'exit');
  if (exit !== 0) throw new Error(`${command.join(' ')} → ended with ${exit}`);
  return performance.now() - began;
}

/** The median wall times of several commands, measured in turns, so that a busy machine is busy for all of them. */
export async function walls(
  commands: readonly (readonly string[])[],
  { rounds, folder }: { rounds: number; folder: string },
): Promise<readonly number[]> {
  const times: number[][] = commands.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, command] of commands.entries()) times[index]?.push(await wallOf(command, folder));
  }
  return times.map(median);
}

/** Prints lines of `what`, amount and remark, one under the other. */
export function report(lines: readonly (readonly [what: string, amount: string, remark?: string])[]): void {
  const widths = [0, 1].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const [what, amount, remark = ''] of lines) {
    const line = `${what.padEnd(widths[0] ?? 0)}  ${amount.padStart(widths[1] ?? 0)}  ${remark}`;
    process.stdout.write(`${line.trimEnd()}\n`);
  }
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(2)} s`;
export const times = (ratio: number): string => `${ratio.toFixed(1)} times`;
