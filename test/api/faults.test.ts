import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { check, must, pathOf } from '../../shared/api/faults.ts';

const schema = z.strictObject({
  colour: z.enum(['red', 'green'], must('red or green')),
  size: z.union(
    [z.literal('any'), z.strictObject({ width: z.number(must('a number')) })],
    must('"any" or { "width": … }'),
  ),
  names: z.array(z.string(must('a name'))).optional(),
});
const VALID = { colour: 'red', size: 'any' };

describe('check', () => {
  it('gives the value of what fits', () => {
    expect(check('body', schema, VALID)).toEqual({ value: VALID });
  });

  it.each([
    [{ ...VALID, colour: 'gren' }, 'body/colour', '"colour" must be red or green.', 'green'],
    [{ size: 'any' }, 'body/colour', '"colour" is missing.', undefined],
    [{ ...VALID, color: 'red' }, 'body/color', '"color" is not a field here.', 'colour'],
    [{ ...VALID, size: 'ayn' }, 'body/size', '"size" must be "any" or { "width": … }.', 'any'],
    [{ ...VALID, size: 7 }, 'body/size', '"size" must be "any" or { "width": … }.', undefined],
    [{ ...VALID, size: { width: 'x' } }, 'body/size/width', '"width" must be a number.', undefined],
    [{ ...VALID, size: { width: 1, widht: 2 } }, 'body/size/widht', '"widht" is not a field here.', 'width'],
    [{ ...VALID, names: ['a', 2] }, 'body/names/1', 'Entry 1 of "names" must be a name.', undefined],
  ])('%j: at %s', (input, path, sentence, nearest) => {
    expect(check('body', schema, input).faults).toEqual([{ path, sentence, ...(nearest && { nearest }) }]);
  });

  it('tells all faults at once, in the order of the schema, the unknown last', () => {
    const { faults } = check('body', schema, { size: {}, names: [1], shape: 0 });

    expect(faults?.map(({ path }) => path)).toEqual([
      'body/colour',
      'body/size/width',
      'body/names/0',
      'body/shape',
    ]);
  });

  it('tells back little of a very long word, and only whole characters', () => {
    const [fault] = check('body', schema, { ...VALID, [`\ud83d${'x'.repeat(10_000)}`]: 1 }).faults ?? [];

    expect(fault?.path.length).toBeLessThan(100);
    expect(fault?.path.isWellFormed()).toBe(true);
  });
});

describe('a path', () => {
  it.each([
    [[], 'body'],
    [['target', 'nodes', 3], 'body/target/nodes/3'],
    [['a/b', 'c~d'], 'body/a~1b/c~0d'],
  ])('%j is %s, a JSON Pointer behind its place', (parts, path) => {
    expect(pathOf('body', parts)).toBe(path);
  });
});
