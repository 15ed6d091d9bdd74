import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LanguageTag } from '../../shared/notify/catalogue.ts';
import { practice } from '../../shared/runtime/practice.ts';
import { EXAMPLES } from './rehearsal.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SOME_TIME = Date.parse('2026-11-23T12:34:56.789Z');

/** Plays the whole practice over the example's instances, with these faults armed from the start. */
export async function practised(faults: readonly string[] = [], language: LanguageTag = 'en') {
  const folder = temporaryFolder();
  const seedPath = join(folder, 'seed.yaml');
  const seed = readFileSync(join(EXAMPLES, 'practice.endpoint.yaml'), 'utf8');
  const armed = faults.length === 0 ? '' : `\nfaults:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\n`;
  writeFileSync(seedPath, seed + armed);
  const lines: string[] = [];
  const good = await practice({
    language,
    print: (line) => lines.push(line),
    folder: join(folder, 'records'),
    seedPath,
    realNow: SOME_TIME,
  });
  return { good, text: lines.join('\n'), records: join(folder, 'records') };
}
