import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'adr');
const RECORDS = readdirSync(FOLDER).toSorted();

it('decisions are numbered without a gap', () => {
  expect(RECORDS.map((name) => name.slice(0, 5))).toEqual(
    RECORDS.map((_, index) => `${String(index + 1).padStart(4, '0')}-`),
  );
});

describe.each(RECORDS)('%s', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');

  it('has its number, a context, a decision and a consequence, in this order', () => {
    const parts = ['**Context.**', '**Decision.**', '**Consequence.**'].map((part) => text.indexOf(part));

    expect(text).toMatch(new RegExp(`^# ${name.slice(0, 4)} · `));
    expect(parts.every((place) => place > 0)).toBe(true);
    expect(parts).toEqual(parts.toSorted((one, other) => one - other));
  });

  it('is half a page', () => {
    expect(text.split(/\s+/).length).toBeLessThan(330);
  });
});
