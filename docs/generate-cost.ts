import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBlocks } from './generate/blocks.ts';
import { fenced } from './generate/markdown.ts';

/** Writes what `npm run cost` prints into its page. `test/cost/cost.test.ts` holds the page to the counts of today. */

const ROOT = join(import.meta.dirname, '..');
const PAGE = join(import.meta.dirname, 'cost.md');

if (import.meta.main) {
  const printed = execFileSync(process.execPath, [join(ROOT, 'test', 'cost', 'run.ts')], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, withBlocks(page, { cost: fenced('text', printed.trimEnd()) }));
}
