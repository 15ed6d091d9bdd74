import { describe, expect, it } from 'vitest';
import { passOf, run, START } from './harness.ts';

const evaluate = async (text: string, input: unknown = {}) => {
  const { execution } = await run(passOf({ Output: `{% ${text} %}` }), input);
  return execution.status === 'SUCCEEDED' ? execution.output : execution.cause?.replace(/^.*evaluation/s, '');
};

describe('the functions of the service', () => {
  it.each([
    ['$partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition([1, 2, 3], 2.9)', [[1, 2], [3]]],
    ['$partition([], 2)', []],
    ['$partition([1], 0)', ': $partition needs a chunk size of at least 1'],
    ['$range(0, 6, 2)', [0, 2, 4, 6]],
    ['$range(0, 7, 2)', [0, 2, 4, 6]],
    ['$range(3, 0, -1)', [3, 2, 1, 0]],
    ['$range(1, 0, 1)', []],
    ['$count($range(1, 1000, 1))', 1_000],
    ['$range(0, 1000, 1)', ': $range may give at most 1000 numbers'],
    ['$range(0, 1, 0)', ': $range needs a step other than 0'],
    ['$range(0, 1, 0.5)', ': $range takes whole numbers only'],
    ['$hash("input", "SHA-1")', '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
    ['$hash("input data", "MD5")', '812f45842bc6d66ee14572ce20db8e86'],
    ['$length($hash("é", "SHA-512"))', 128],
    ['$hash("a", "toString")', ': $hash knows MD5, SHA-1, SHA-256, SHA-384, SHA-512, not toString'],
    ['$random(42)', 0.7275636800328681],
    ['$random(4.2)', ': $random takes a whole number as its seed'],
    ['$parse("{\\"a\\": [1]}").a', [1]],
    ['$parse("-0")', 0],
  ])('%s', async (text, expected) => {
    expect(await evaluate(text)).toEqual(expected);
  });
});

describe('time and chance come from outside', () => {
  it.each([
    ['$now()', '2026-11-23T18:00:00.000Z'],
    ['$now("[Y0001]-[M01]-[D01] [H01]", "+0800")', '2026-11-24 02'],
    ['$millis()', START],
    ['$toMillis($now()) = $millis()', true],
    ['$random()', 0.5],
    ['$uuid()', '00000000-0000-4000-8000-000000000001'],
    ['$shuffle([1, 2, 3, 4])', [1, 3, 4, 2]],
  ])('%s', async (text, expected) => {
    expect(await evaluate(text)).toEqual(expected);
  });
});
