import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { planJsonSchema } from '../shared/plan/json-schema.ts';
import { withBlocks } from './generate/blocks.ts';
import { allBlocks, PAGES } from './generate/pages.ts';

/**
 * `npm run docs`: writes every generated block, the JSON Schema beside the examples, and what the other generators of
 * this folder write. What is true already is left untouched.
 */

const ROOT = join(import.meta.dirname, '..');
const say = (line: string) => process.stdout.write(`${line}\n`);

function write(path: string, text: string): void {
  const before = readFileSync(join(ROOT, path), 'utf8');
  if (before !== text) writeFileSync(join(ROOT, path), text);
  say(`${before === text ? 'true already' : 'written'}: ${path}`);
}

const blocks = await allBlocks();
for (const page of PAGES) write(page, withBlocks(readFileSync(join(ROOT, page), 'utf8'), blocks));

const SCHEMA = 'examples/plan.schema.json';
const schema = planJsonSchema();
const known: unknown = JSON.parse(readFileSync(join(ROOT, SCHEMA), 'utf8'));
if (isDeepStrictEqual(known, JSON.parse(JSON.stringify(schema)))) say(`true already: ${SCHEMA}`);
else write(SCHEMA, JSON.stringify(schema, null, 2));

for (const generator of readdirSync(import.meta.dirname).filter((name) => /^generate-.+\.ts$/.test(name))) {
  execFileSync(process.execPath, [join(import.meta.dirname, generator)], { cwd: ROOT, stdio: 'inherit' });
}

// Laid out as the linter wants it, so that generating and formatting never take turns.
const biome = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
execFileSync(process.execPath, [biome, 'format', '--write', 'docs', SCHEMA], { cwd: ROOT, stdio: 'inherit' });
