import { describe, expect, it } from 'vitest';
import { keepLetter } from '../../shared/protocol/dead-letters.ts';
import { keepRefusal } from '../../shared/protocol/refusals.ts';
import { listRefused, MOST_LISTED } from '../../shared/steps/list-refused.ts';
import { commits, NOW, storeWith } from '../protocol/runs.ts';

describe('what became no run', () => {
  it('is listed newest first, requests and letters apart', async () => {
    const store = await storeWith();
    for (const [name, after] of [
      ['b', 2],
      ['c', 3],
      ['a', 1],
    ] as const) {
      await commits(store, [keepRefusal({ execution: name, why: 'key: is missing', at: NOW + after })]);
      const letter = { what: 'unknown', of: name, digest: 'd', undeliveredAt: NOW + after } as const;
      await commits(store, [keepLetter(name, letter, NOW)]);
    }

    const { requests, letters, more } = await listRefused({ store });

    expect(requests.map(({ execution }) => execution)).toEqual(['c', 'b', 'a']);
    expect(letters.map(({ of }) => of)).toEqual(['c', 'b', 'a']);
    expect(more).toBe(0);
  });

  it('leaves out the oldest of many, and says how many', async () => {
    const store = await storeWith();
    for (let at = 0; at < MOST_LISTED + 3; at += 1)
      await commits(store, [keepRefusal({ execution: `execution-${at}`, why: 'x', at })]);

    const { requests, more } = await listRefused({ store });

    expect([requests.length, requests.at(-1)?.at, more]).toEqual([MOST_LISTED, 3, 3]);
  });
});
