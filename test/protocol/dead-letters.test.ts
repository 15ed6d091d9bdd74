import { describe, expect, it } from 'vitest';
import { type KeptLetter, keepLetter, readKeptLetter } from '../../shared/protocol/dead-letters.ts';
import { CONTROL, LETTER_PREFIX } from '../../shared/protocol/keys.ts';
import { DAY } from '../../shared/time/clock.ts';
import { commits, NOW, storeWith } from './runs.ts';

const letter: KeptLetter = { what: 'minute call', of: 'due', digest: 'd', undeliveredAt: NOW };

describe('a kept letter', () => {
  it('is written once, whatever the second delivery says', async () => {
    const store = await storeWith();

    expect(await commits(store, [keepLetter('a', letter, NOW)])).toBe(true);
    expect(await commits(store, [keepLetter('a', { ...letter, of: 'settle' }, NOW + DAY)])).toBe(false);
    expect((await store.list(CONTROL, LETTER_PREFIX)).map(readKeptLetter)).toMatchObject([letter]);
  });

  it('is listed in the order in which the letters were given up, and kept for 90 days', async () => {
    const store = await storeWith();
    for (const [id, after] of [
      ['b', 2],
      ['a', 1],
      ['c', 3],
    ] as const)
      await commits(store, [keepLetter(id, { ...letter, undeliveredAt: NOW + after }, NOW)]);

    const items = await store.list(CONTROL, LETTER_PREFIX);
    expect(items.map(({ key }) => key.sort.at(-1))).toEqual(['a', 'b', 'c']);
    expect(items[0]?.attributes.expiresAt).toBe((NOW + 90 * DAY) / 1_000);
  });
});
