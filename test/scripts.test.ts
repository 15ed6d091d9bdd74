import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '..');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

describe('the scripts of the package', () => {
  const files = Object.entries(scripts).flatMap(([name, line]) =>
    [...line.matchAll(/\bnode (\S+\.ts)/g)].map(([, file = '']) => [name, file] as const),
  );

  it('name files of their own', () => {
    expect(files.length).toBeGreaterThan(5);
  });

  it.each(files)('npm run %s starts %s, which is there', (_name, file) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
  });
});
