import { describe, expect, it } from 'vitest';
import { ValueRefused } from '../../shared/store/errors.ts';
import type { IndexQuery } from '../../shared/store/store.ts';
import { keysIn, type Subject } from './store.ts';

export function indexContract({ store, partition }: Subject): void {
  /** Items a–e of one instance, accepted at 10, 20, 30, 40 and -5; the index partition is the table's. */
  async function fiveRuns(): Promise<string> {
    const at = keysIn(partition());
    const instance = at('').partition;
    const times = { a: 10, b: 20, c: 30, d: 40, e: -5 };
    await store().transact(
      Object.entries(times).map(([sort, acceptedAt]) => ({
        put: at(sort),
        attributes: { instance, acceptedAt, month: `month of ${instance}` },
      })),
    );
    return instance;
  }

  const sortsOf = async (query: IndexQuery) => (await store().find(query)).keys.map(({ sort }) => sort);

  describe('indexes', () => {
    it.each<[string, Partial<IndexQuery>, string[]]>([
      ['oldest first', {}, ['e', 'a', 'b', 'c', 'd']],
      ['newest first', { newestFirst: true }, ['d', 'c', 'b', 'a', 'e']],
      ['from, included', { from: 20 }, ['b', 'c', 'd']],
      ['to, included', { to: 20 }, ['e', 'a', 'b']],
      ['between, both included', { from: 10, to: 30 }, ['a', 'b', 'c']],
      ['between, newest first', { from: 10, to: 30, newestFirst: true }, ['c', 'b', 'a']],
      ['from after to', { from: 30, to: 10 }, []],
      ['as many as asked', { limit: 2 }, ['e', 'a']],
      ['the newest one', { limit: 1, newestFirst: true }, ['d']],
    ])('finds %s', async (_, query, expected) => {
      const instance = await fiveRuns();

      expect(await sortsOf({ index: 'instance', partition: instance, ...query })).toEqual(expected);
    });

    it.each([false, true])('pages through all entries, each once (newest first: %s)', async (newestFirst) => {
      const instance = await fiveRuns();
      const query = { index: 'month', partition: `month of ${instance}`, limit: 2, newestFirst } as const;

      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await store().find({ ...query, ...(after !== undefined && { after }) });
        expect(page.keys.length).toBeLessThanOrEqual(2);
        seen.push(...page.keys.map(({ sort }) => sort));
        after = page.next;
      } while (after !== undefined);

      const oldestFirst = ['e', 'a', 'b', 'c', 'd'];
      expect(seen).toEqual(newestFirst ? oldestFirst.reverse() : oldestFirst);
    });

    it('pages through entries of the same instant', async () => {
      const at = keysIn(partition());
      const instance = at('').partition;
      const sorts = ['a', 'b', 'c', 'd', 'e'];
      await store().transact(
        sorts.map((sort) => ({ put: at(sort), attributes: { instance, acceptedAt: 7 } })),
      );

      const first = await store().find({ index: 'instance', partition: instance, limit: 3 });
      const rest = await store().find({ index: 'instance', partition: instance, after: first.next ?? '' });

      expect([...first.keys, ...rest.keys].map(({ sort }) => sort).sort()).toEqual(sorts);
    });

    it('holds only items that have both attributes of the index', async () => {
      const at = keysIn(partition());
      const attention = at('').partition;
      await store().transact([
        { put: at('both'), attributes: { attention, attentionAt: 1 } },
        { put: at('no time'), attributes: { attention } },
        { put: at('no reason'), attributes: { attentionAt: 1 } },
      ]);

      expect(await sortsOf({ index: 'attention', partition: attention })).toEqual(['both']);
    });

    it('follows its items: in, moved, out and deleted', async () => {
      const at = keysIn(partition());
      const attention = at('').partition;
      const seen: string[][] = [];
      const look = async () => seen.push(await sortsOf({ index: 'attention', partition: attention }));

      await store().transact([
        { put: at('a'), attributes: { attention, attentionAt: 1 } },
        { put: at('b'), attributes: { attention, attentionAt: 2 } },
      ]);
      await look();
      await store().transact([{ update: at('a'), set: { attentionAt: 3 } }]);
      await look();
      await store().transact([{ update: at('b'), remove: ['attention'] }]);
      await look();
      await store().transact([{ delete: at('a') }]);
      await look();

      expect(seen).toEqual([['a', 'b'], ['b', 'a'], ['a'], []]);
    });

    it('gives keys by which the items are read again', async () => {
      const instance = await fiveRuns();

      const { keys } = await store().find({ index: 'instance', partition: instance });
      const items = await store().getMany(keys);

      expect(items.map(({ attributes }) => attributes.acceptedAt)).toEqual([-5, 10, 20, 30, 40]);
    });

    it.each(['', 'nonsense', Buffer.from('[1,2]').toString('base64url')])(
      'refuses "%s" as the next of a page',
      async (after) => {
        await expect(store().find({ index: 'month', partition: 'a', after })).rejects.toThrow(ValueRefused);
      },
    );
  });
}
