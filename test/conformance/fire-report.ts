import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { FAULTS, type Fault } from './service-faults.ts';
import type { Counts } from './tally.ts';

const lineSchema = z.object({
  part: z.string(),
  counts: z.object({
    requests: z.number(),
    faults: z.record(z.enum(FAULTS), z.number()),
    knownByNonce: z.number(),
    knownByToken: z.number(),
  }),
  judged: z.record(z.string(), z.number()),
});

type Line = z.infer<typeof lineSchema>;

/** Leaves the numbers of one part for the end of the whole run: in the file that `run.ts` names, else on the screen. */
export function reportFire(
  part: string,
  counts: Counts,
  judged: Readonly<Record<string, number>> = {},
): void {
  const file = process.env.OFFPEAK_FIRE_REPORT;
  const line: Line = { part, counts, judged };
  if (file === undefined) process.stdout.write(fireText([line]));
  else appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** What the parts have left in the file, as it is printed. Nothing where there was none. */
export function readFireReport(file: string): string {
  if (!existsSync(file)) return '';
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return fireText(lines.map((line) => lineSchema.parse(JSON.parse(line))));
}

function fireText(lines: readonly Line[]): string {
  const sum = (of: (counts: Counts) => number) => lines.reduce((total, { counts }) => total + of(counts), 0);
  const faults = FAULTS.map((fault: Fault) => [fault, sum((counts) => counts.faults[fault])] as const);
  return [
    'DynamoDB under fire',
    row(
      'requests',
      sum(({ requests }) => requests),
    ),
    row(
      'faults',
      faults.reduce((total, [, count]) => total + count, 0),
    ),
    ...faults.map(([fault, count]) => row(`  ${fault}`, count)),
    row(
      'writes known as ours by their nonce',
      sum(({ knownByNonce }) => knownByNonce),
    ),
    row(
      'transactions known as ours by their token',
      sum(({ knownByToken }) => knownByToken),
    ),
    ...lines.flatMap(({ part, judged }) => [
      ...(Object.keys(judged).length > 0 ? [part] : []),
      ...Object.entries(judged).map(([what, count]) => row(`  ${what}`, count)),
    ]),
    '',
  ].join('\n');
}

const row = (what: string, count: number): string => `${what.padEnd(46)}${String(count).padStart(7)}`;
