import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { Row } from './enumerate.ts';
import { PAIRED, SCENARIOS } from './scenarios.ts';

const rowSchema = z.object({
  scenario: z.string(),
  ios: z.number(),
  cases: z.number(),
  outcomes: z.record(z.string(), z.number()),
  violated: z.array(
    z.object({
      faults: z.array(z.object({ at: z.number(), kind: z.string() })),
      violations: z.array(z.string()),
    }),
  ),
});

type Mode = 'singles' | 'pairs';
type Found = z.infer<typeof rowSchema>;

/** Plays every scenario with a fault at every I/O and prints what came of it. Exit code 1 where anything was violated. */
async function run(args: readonly string[]): Promise<number> {
  const mode: Mode = args.includes('--pairs') ? 'pairs' : 'singles';
  const only = args.find((arg) => !arg.startsWith('--'));
  const names = (mode === 'pairs' && only === undefined ? PAIRED : SCENARIOS.map(({ name }) => name)).filter(
    (name) => only === undefined || name.includes(only),
  );
  const began = performance.now();
  say(`${'scenario'.padEnd(46)} ${'I/Os'.padStart(5)} ${'cases'.padStart(6)} ${'violations'.padStart(10)}`);
  const rows = await inThreads(names, mode);
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  const cases = rows.reduce((sum, row) => sum + row.cases, 0);
  const violated = rows.reduce((sum, row) => sum + row.violated.length, 0);
  outcomesOf(rows);
  say(`${rows.length} scenarios, ${cases} cases of ${mode} in ${seconds} s: ${violated} violations`);
  return violated === 0 ? 0 : 1;
}

async function inThreads(names: readonly string[], mode: Mode): Promise<readonly Found[]> {
  const left = [...names];
  const rows: Found[] = [];
  const lane = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const row = await inThread(name, mode);
      rows.push(row);
      sayRow(row);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), names.length) }, lane));
  return rows;
}

function inThread(name: string, mode: Mode): Promise<Found> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'worker.ts'), {
      workerData: { name, mode },
      resourceLimits: { maxYoungGenerationSizeMb: 64 },
    });
    worker.once('message', (row: unknown) => resolve(rowSchema.parse(row)));
    worker.once('error', reject);
  });
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

function sayRow({ scenario, ios, cases, violated }: Row | Found): void {
  say(
    `${scenario.padEnd(46)} ${String(ios).padStart(5)} ${String(cases).padStart(6)} ${String(violated.length).padStart(10)}`,
  );
  for (const { faults, violations } of violated.slice(0, 5)) {
    const where = faults.map(({ at, kind }) => `${kind} at I/O ${at}`).join(', then ');
    say(`  ${where}: ${violations.join('; ')}`);
  }
}

/** What the runs came to, over all cases: safety is not bought by doing nothing. */
function outcomesOf(rows: readonly Found[]): void {
  const total = new Map<string, number>();
  for (const { outcomes } of rows) {
    for (const [label, count] of Object.entries(outcomes)) total.set(label, (total.get(label) ?? 0) + count);
  }
  say('');
  for (const [label, count] of [...total].sort((one, other) => other[1] - one[1]).slice(0, 16))
    say(`${String(count).padStart(7)}  ${label}`);
  say('');
}

process.exitCode = await run(process.argv.slice(2));
