import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Runs every bench, one after the other so that none disturbs another, and prints one table. Run with `npm run bench`. */

const BENCHES = [
  'windows',
  'signing',
  'store',
  'engine',
  'practice',
  'synth',
  'cold-start',
  'serve-memory',
] as const;

async function linesOf(
  bench: string,
): Promise<{ readonly lines: readonly string[]; readonly good: boolean }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, `${bench}.ts`)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  const [exit] = await once(child, 'close');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return { lines: exit === 0 ? lines : [...lines, `ended with ${exit}`], good: exit === 0 };
}

const width = Math.max(...BENCHES.map((bench) => bench.length));
for (const bench of BENCHES) {
  const { lines, good } = await linesOf(bench);
  for (const [index, line] of lines.entries()) {
    process.stdout.write(`${(index === 0 ? bench : '').padEnd(width)} | ${line}\n`);
  }
  process.stdout.write(`${'-'.repeat(width)}-+-\n`);
  if (!good) process.exitCode = 1;
}
