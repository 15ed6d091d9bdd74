import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../shared/engine/expressions.ts';

const rules = (more: { result?: boolean; errorOutput?: boolean } = {}) => ({
  result: false,
  errorOutput: false,
  variables: new Set(['total']),
  ...more,
});

function refusals(text: string, more = {}): readonly string[] {
  const parsed = parseExpression('Output', text, rules(more));
  return 'refused' in parsed
    ? parsed.refused.map((line) => line.replace(/^.* (is refused|does not parse): /s, ''))
    : [];
}

describe('an expression is refused', () => {
  it.each([
    ['phone', "Reference to 'phone' at the top level is not supported."],
    ['`a b`.c', "Reference to 'a b' at the top level is not supported."],
    ['1 + phone', "Reference to 'phone'"],
    ['{"a": phone}', "Reference to 'phone'"],
    ['[phone]', "Reference to 'phone'"],
    ['$states.input ? phone', "Reference to 'phone'"],
    ['($x := 1; phone)', "Reference to 'phone'"],
    ['$map([1], function($v){ phone })', "Reference to 'phone'"],
    ['$sum(phone)', "Reference to 'phone'"],
    ['$', "'$' at the top level is not supported."],
    ['$.a', "'$' at the top level is not supported."],
    ['$$', "'$$' is not supported: there is no input document."],
    ['$states.input.items[price > $$.limit]', "'$$' is not supported"],
    ['*', "'*' at the top level is not supported."],
    ['**.a', "'**' at the top level is not supported."],
    ['$eval("1")', "'$eval' is not supported; use $parse."],
    ['$map(["1"], $eval)', "'$eval' is not supported; use $parse."],
    ['$totally(1)', "Unknown function '$totally'."],
    ['$states.input ~> $totally', "Unknown function '$totally'."],
    ['$totally(?, 1)', "Unknown function '$totally'."],
    ['$states := 1', "'$states' is reserved and cannot be bound."],
    ['function($states){ 1 }', "'$states' is reserved and cannot be bound."],
    ['($f := function($x){ $x }; 1) + $f(1)', "Unknown function '$f'."],
    ['$states.result.a', '$states.result does not exist here.'],
    ['$states."result"', '$states.result does not exist here.'],
    ['$states.errorOutput', '$states.errorOutput does not exist here.'],
    ['a ?? b', 'S0211: '],
    ['$states.input.a ?: 1', 'S0211: '],
    ['1 +', 'S0207: Unexpected end of expression'],
    ['', 'S0207: '],
  ])('%s', (text, why) => {
    expect(refusals(text)).toContainEqual(expect.stringContaining(why));
  });

  it('with every reason at once', () => {
    expect(refusals('phone & $ & $nope()')).toHaveLength(3);
  });
});

describe('an expression is taken', () => {
  it.each([
    '$states.input.items[price > 3].name',
    '$states.input.items[$.price > 3]',
    '$states.input.items^(>price)',
    '$states.input.items{kind: $sum(price)}',
    '$states.input.(a + b)',
    '$states.input.*',
    '$states.input.**.a',
    '$states.input ~> |a|{"b": c}|',
    '$states.input.items@$i#$n.{"n": $n, "of": $i}',
    '($square := function($x){ $x * $x }; $map([1, 2], $square))',
    '($f := function($n){ $n > 0 ? $f($n - 1) : 0 }; $f(3))',
    '$total > 1 and $exists($neverAssigned)',
    '$partition([1], 1) ~> $append($range(1, 2, 1))',
    '$uuid() & $hash("a", "MD5") & $string($random())',
    '/^a/',
  ])('%s', (text) => {
    expect(refusals(text)).toEqual([]);
  });

  it('that reads the result or the error where there is one', () => {
    expect(refusals('$states.result', { result: true })).toEqual([]);
    expect(refusals('$states.errorOutput.Error', { errorOutput: true })).toEqual([]);
  });
});
