import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { practice } from '../../shared/runtime/practice.ts';

/** Where `npm start` keeps a record, as it is shown: its name is the real time, which no two runs share. */
const RECORD = '.offpeak/practice-….sqlite';

/**
 * What `npm start` prints, all lines, in English.
 *
 * Two things differ from run to run and are shown in one way: the endpoint's port as `<port>`, and the record's file as
 * `RECORD`. Everything else, run ids and instants included, is the same in each run, because the clock is the example's.
 */
export async function practiceOutput(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'offpeak-docs-'));
  const lines: string[] = [];
  const print = (line: string) => {
    lines.push(line);
  };
  try {
    const good = await practice({ language: 'en', print, folder, realNow: 0 });
    if (!good) throw new Error(`The practice did not end as it must:\n${lines.join('\n')}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return normalised(lines.join('\n'));
}

/** The output with what differs from run to run shown in one way. */
export const normalised = (output: string): string =>
  output.replace(/(127\.0\.0\.1):\d+/g, '$1:<port>').replace(/\S*\/practice-\d+\.sqlite/g, RECORD);

/** An output with some of its acts left out: `…` stands where they were. Whole acts are left out, never lines of one. */
export function withoutActs(output: string, left: readonly number[]): string {
  const parts = output.split('\n\n');
  const isLeftOut = (part: string) => left.some((act) => part.startsWith(`${act}  `));
  return parts
    .map((part) => (isLeftOut(part) ? '…' : part))
    .filter((part, at, all) => part !== '…' || all[at - 1] !== '…')
    .join('\n\n');
}
