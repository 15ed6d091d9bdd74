import type { Answer } from './redis.ts';
import type { Attempt } from './retry.ts';

export interface Page<T> {
  readonly total: number;
  readonly items: readonly T[];
}

export interface Paging<T> {
  /** What tells two items apart. */
  readonly key: (item: T) => string;
  /** The most items that the vendor documents, or that we are willing to read. */
  readonly most: number;
}

/**
 * Reads page after page, from 1, until `total` items are there; one attempt, with no second try of its own.
 *
 * Pages that contradict each other (another total, an item twice, an empty page too early) give an unusable attempt
 * that may be made again from page 1: a list that changed while it was read is never pieced together.
 */
export async function everyPage<T>(
  page: (number: number) => Promise<Attempt<Page<T>>>,
  { key, most }: Paging<T>,
): Promise<Attempt<readonly T[]>> {
  const items = new Map<string, T>();
  let total: number | undefined;
  for (let number = 1; ; number += 1) {
    const outcome = await page(number);
    if (!outcome.usable) return outcome;
    const { value } = outcome;
    total ??= value.total;
    if (total > most) return unusable('TooManyItems', `${total} items, more than ${most}`, 'never');
    const before = items.size;
    for (const item of value.items) items.set(key(item), item);
    const repeats = items.size !== before + value.items.length;
    if (value.total !== total || repeats || items.size > total) {
      return unusable('PagesDisagree', `page ${number} contradicts the pages before it`, 'later');
    }
    if (items.size === total) return { usable: true, value: [...items.values()] };
    if (value.items.length === 0) {
      return unusable('PagesDisagree', `page ${number} is empty after ${items.size} of ${total}`, 'later');
    }
  }
}

function unusable(code: string, message: string, again: 'later' | 'never'): Attempt<never> {
  const answer: Answer = { kind: 'ambiguous', code, message };
  return { usable: false, answer, again };
}
