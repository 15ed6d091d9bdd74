import { describe, expect, it } from 'vitest';
import type { Path } from '../../shared/plan/faults.ts';
import { parseSource } from '../../shared/plan/source.ts';

const TEXT = `timezone: Asia/Shanghai
windows:
  nights:
    days: mon
    close:
rules:
  - name: one
    match: { instance: a }
  - &second { name: two }
  - *second
`;

describe('the place of a finding', () => {
  it.each<[string, Path, boolean, number, number]>([
    ['a value', ['timezone'], false, 1, 11],
    ['a key', ['timezone'], true, 1, 1],
    ['a value further down', ['windows', 'nights', 'days'], false, 4, 11],
    ['an empty value: its key', ['windows', 'nights', 'close'], false, 5, 5],
    ['what is missing: the key around it', ['windows', 'nights', 'open'], false, 3, 3],
    ['what is missing altogether: the top', ['accounts', 'prod'], false, 1, 1],
    ['an entry of a list', ['rules', 0], false, 7, 5],
    ['inside an entry', ['rules', 0, 'match', 'instance'], false, 8, 24],
    ['missing in an entry', ['rules', 1, 'match'], false, 9, 13],
    ['beyond the list', ['rules', 9], false, 6, 1],
    ['behind an alias', ['rules', 2, 'name'], false, 9, 21],
  ])('%s', (_, path, inKey, line, column) => {
    const { line: foundLine, column: foundColumn } = parseSource(TEXT).place({ path, inKey, sentence: 's' });

    expect([foundLine, foundColumn]).toEqual([line, column]);
  });

  it('keeps what was said', () => {
    const place = parseSource(TEXT).place({ path: ['rules', 0, 'name'], sentence: 'No.', nearest: 'two' });

    expect(place).toEqual({ path: 'rules[0].name', line: 7, column: 11, sentence: 'No.', nearest: 'two' });
  });
});

describe('faults of YAML', () => {
  it('a key written twice leaves the rest readable', () => {
    const source = parseSource('timezone: UTC\nrules: []\ntimezone: Asia/Shanghai\n');

    expect(source.sound).toBe(true);
    expect(source.faults).toEqual([
      {
        path: '',
        line: 3,
        column: 1,
        sentence: 'This key is written twice, and only one of them could hold.',
      },
    ]);
  });

  it.each([
    ['an open bracket', 'rules: [', 1],
    ['a tab', 'windows:\n\tnights: {}', 2],
    ['two documents', 'a: 1\n---\nb: 2', 2],
    ['an unknown tag', 'a: !shell rm', 1],
  ])('%s makes it unsound, with its line', (_, text, line) => {
    const source = parseSource(text);

    expect(source.sound).toBe(false);
    expect(source.faults[0]).toMatchObject({ line });
    expect(source.faults[0]?.sentence).toMatch(/^The plan cannot be read as YAML from here: .*\.$/);
  });

  it('aliases that multiply without bound are refused', () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0 ? 'a0: &a0 [x, x]' : `a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`,
    );
    const source = parseSource(levels.join('\n'));

    expect(source.sound).toBe(false);
    expect(source.faults[0]?.sentence).toContain('The plan cannot be read as YAML');
  });
});
