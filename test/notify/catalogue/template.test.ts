import { describe, expect, it } from 'vitest';
import { fieldsOf, fill, neededFieldsOf } from '../../../shared/notify/catalogue/template.ts';

const filled = (template: string, data: Record<string, string>) =>
  fill(template, (field) => data[field], '(unknown)');

describe('a template', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['puts in the text of a field', 'Held by {owner}.', { owner: 'run-1' }, 'Held by run-1.'],
    ['says unknown for a field that is missing', 'Held by {owner}.', {}, 'Held by (unknown).'],
    ['leaves out an optional part', 'Lost[, now {owner}].', {}, 'Lost.'],
    [
      'keeps an optional part that can be filled',
      'Lost[, now {owner}].',
      { owner: 'run-2' },
      'Lost, now run-2.',
    ],
    ['leaves out a part that can be filled in half', 'x[ {a} {b}].', { a: '1' }, 'x.'],
    ['takes the form for one', '{n|one shard|# shards}', { n: '1' }, 'one shard'],
    ['takes the form for many', '{n|one shard|# shards}', { n: '21' }, '21 shards'],
    ['takes no data for a template', '{a}', { a: '{b}[x]$&' }, '{b}[x]$&'],
    ['takes no counted data for a pattern', '{n|one|# many}', { n: '$&' }, '$& many'],
  ])('%s', (_, template, data, expected) => {
    expect(filled(template, data)).toBe(expected);
  });
});

it('names its fields, and those it cannot do without', () => {
  const template = '{a} of {n|one|#}[, {b}] {a}';

  expect(fieldsOf(template)).toEqual(['a', 'n', 'b']);
  expect(neededFieldsOf(template)).toEqual(['a', 'n']);
});
