import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Blocks, blocksIn, withBlocks } from '../../docs/generate/blocks.ts';
import { allBlocks, PAGES } from '../../docs/generate/pages.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const textOf = (page: string) => readFileSync(join(ROOT, page), 'utf8');

describe('what the pages show was made by the product of today (else: npm run docs)', () => {
  let blocks: Blocks;
  beforeAll(async () => {
    blocks = await allBlocks();
  }, 60_000);

  it.each(PAGES)('%s', (page) => {
    expect(textOf(page)).toBe(withBlocks(textOf(page), blocks));
  });

  it('every block that is made stands in a page', () => {
    const shown = new Set(PAGES.flatMap((page) => blocksIn(textOf(page))));

    expect(Object.keys(blocks).filter((name) => !shown.has(name))).toEqual([]);
  });
});
