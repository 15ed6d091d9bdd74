import { describe, expect, it } from 'vitest';
import { isMap, parseDocument } from 'yaml';
import { keysSaidTwice, makePairFinder } from '../../shared/plan/yaml-keys.ts';
import { faultsOf } from './plan-examples.ts';

it.each([
  ['a list', '? [a, b]\n: 1\n'],
  ['a mapping', '? { a: 1 }\n: 1\n'],
  ['an alias', 'a: &b c\n? *b\n: 1\n'],
])('%s is no key', (_, text) => {
  expect(faultsOf(text).map(({ sentence }) => sentence)).toContain(
    'This key is no text: only a text can be a key of a plan.',
  );
});

/** A mapping of so many keys that counts how often one of them is looked at. */
function watchedMapping(size: number) {
  const text = Array.from({ length: size }, (_, n) => `k${n}: 1\n`).join('');
  const document = parseDocument(text, { uniqueKeys: false });
  const map = document.contents;
  if (!isMap(map)) throw new TypeError('not a mapping');
  let looks = 0;
  for (const pair of map.items) {
    const { key } = pair;
    Object.defineProperty(pair, 'key', {
      get: () => {
        looks += 1;
        return key;
      },
    });
  }
  return { document, map, looks: () => looks };
}

describe('a mapping of a thousand keys is gone through once', () => {
  it('to find the pair of each of them', () => {
    const { map, looks } = watchedMapping(1_000);
    const find = makePairFinder();

    for (let n = 0; n < 1_000; n += 1) expect(find(map, `k${n}`)).toBeDefined();

    expect(looks()).toBeLessThan(10_000);
  });

  it('to find those that are said twice', () => {
    const { document, looks } = watchedMapping(1_000);

    expect(keysSaidTwice(document)).toEqual([]);
    expect(looks()).toBeLessThan(10_000);
  });
});

it('of two equal keys the last one counts', () => {
  const document = parseDocument('a: 1\na: 2\n', { uniqueKeys: false });

  expect(makePairFinder()(document.contents, 'a')).toMatchObject({ value: { value: 2 } });
  expect(keysSaidTwice(document)).toEqual([5]);
});
