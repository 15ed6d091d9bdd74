import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definition } from '../../shared/workflow/definition.ts';
import { STEP_FUNCTIONS } from '../../shared/workflow/names.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
const MAP = /```\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';

/** Paths of the map; what is indented lies in `shared/`. */
const PLACES = [...MAP.matchAll(/^( *)([\w./-]+) /gm)].map(([, indent = '', path = '']) =>
  indent === '' ? path : `shared/${path}`,
);

describe('the map', () => {
  it.each(PLACES)('%s is there', (path) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
  });

  it('shows every part of shared', () => {
    const parts = readdirSync(join(ROOT, 'shared')).map((part) => `shared/${part}/`);

    expect(parts.filter((part) => !PLACES.includes(part))).toEqual([]);
  });
});

describe('how a run goes through the code', () => {
  const files = [...PAGE.matchAll(/`((?:shared|functions|test)\/[\w./-]+)`/g)].map(([, path = '']) => path);

  it.each([...new Set(files)])('%s is there', (path) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
  });

  it('begins with the tasks of the definition, in the order of a happy run, each with its function', () => {
    const tasks = Object.entries(definition.States).filter(([, { Type }]) => Type === 'Task');
    const rows = [...PAGE.matchAll(/^\| (\w+) \| `functions\/([\w-]+)\.ts`/gm)].map(([, name, file]) => [
      name,
      file,
    ]);

    expect(rows.toSorted()).toEqual(
      tasks
        .map(([name]) => [name, Object.entries(STEP_FUNCTIONS).find(([step]) => step === name)?.[1].file])
        .toSorted(),
    );
  });
});
