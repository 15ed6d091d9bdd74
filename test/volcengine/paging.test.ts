import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyPage, type Page } from '../../shared/volcengine/paging.ts';
import type { Attempt } from '../../shared/volcengine/retry.ts';

const PAGING = { key: (item: string) => item, most: 256 };

function pages(...given: Page<string>[]) {
  return async (number: number): Promise<Attempt<Page<string>>> => ({
    usable: true,
    value: given[number - 1] ?? { total: 0, items: [] },
  });
}

describe('a list comes together from its pages', () => {
  it.each([
    ['none', [{ total: 0, items: [] }], []],
    ['one page', [{ total: 2, items: ['a', 'b'] }], ['a', 'b']],
    [
      'three pages, in the order given',
      [
        { total: 4, items: ['d', 'a'] },
        { total: 4, items: ['c'] },
        { total: 4, items: ['b'] },
      ],
      ['d', 'a', 'c', 'b'],
    ],
  ])('%s', async (_name, given, expected) => {
    expect(await everyPage(pages(...given), PAGING)).toEqual({ usable: true, value: expected });
  });

  it('of any size up to the most, whatever the page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 256 }),
        fc.integer({ min: 1, max: 300 }),
        async (total, size) => {
          const all = Array.from({ length: total }, (_, index) => `shard-${index}`);
          const page = async (number: number): Promise<Attempt<Page<string>>> => ({
            usable: true,
            value: { total, items: all.slice((number - 1) * size, number * size) },
          });

          expect(await everyPage(page, PAGING)).toEqual({ usable: true, value: all });
        },
      ),
    );
  });
});

describe('pages that contradict each other are never pieced together', () => {
  it.each([
    [
      'a page that repeats',
      [
        { total: 4, items: ['a', 'b'] },
        { total: 4, items: ['a', 'b'] },
      ],
    ],
    [
      'one item twice',
      [
        { total: 4, items: ['a', 'b'] },
        { total: 4, items: ['b', 'c'] },
      ],
    ],
    ['one item twice on a page', [{ total: 2, items: ['a', 'a'] }]],
    [
      'a total that grows',
      [
        { total: 3, items: ['a', 'b'] },
        { total: 4, items: ['c'] },
      ],
    ],
    [
      'a total that shrinks',
      [
        { total: 4, items: ['a', 'b'] },
        { total: 3, items: ['c'] },
      ],
    ],
    ['more items than the total', [{ total: 1, items: ['a', 'b'] }]],
    [
      'an empty page too early',
      [
        { total: 4, items: ['a', 'b'] },
        { total: 4, items: [] },
      ],
    ],
  ])('%s: again later, and no further page is asked for', async (_name, given) => {
    const asked: number[] = [];
    const page = pages(...given);

    const attempt = await everyPage((number) => {
      asked.push(number);
      return page(number);
    }, PAGING);

    expect(attempt).toMatchObject({ usable: false, answer: { code: 'PagesDisagree' }, again: 'later' });
    expect(asked).toHaveLength(given.length);
  });

  it('more items than the vendor documents: never again', async () => {
    expect(await everyPage(pages({ total: 257, items: ['a'] }), PAGING)).toMatchObject({
      answer: { code: 'TooManyItems' },
      again: 'never',
    });
  });

  it('a page that could not be read ends the attempt as it is', async () => {
    const failed: Attempt<never> = { usable: false, answer: { kind: 'ambiguous' }, again: 'later' };

    expect(await everyPage(async () => failed, PAGING)).toBe(failed);
  });
});
