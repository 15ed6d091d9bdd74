import { describe, expect, it } from 'vitest';
import { ValueRefused } from '../../shared/store/errors.ts';
import { refusedTransactions, refusedValues } from './refused-table.ts';
import { keysIn, type Subject } from './store.ts';

export function refusedValueContract({ store, partition }: Subject): void {
  describe('what no store can keep', () => {
    it.each(refusedValues)('refuses $name, in a put and in an update', async ({ attributes }) => {
      const at = keysIn(partition());

      await expect(store().transact([{ put: at('a'), attributes }])).rejects.toThrow(ValueRefused);
      await expect(store().transact([{ update: at('a'), set: attributes }])).rejects.toThrow(ValueRefused);
      expect(await store().list(at('').partition)).toEqual([]);
    });

    it.each(refusedTransactions)('refuses $name', async ({ writes }) => {
      const at = keysIn(partition());

      await expect(store().transact(writes(at))).rejects.toThrow(ValueRefused);
      expect(await store().list(at('').partition)).toEqual([]);
    });

    it('refuses an update by which an item would grow beyond 400 KB', async () => {
      const key = keysIn(partition())('item');
      await store().transact([{ put: key, attributes: { a: 'x'.repeat(250_000) } }]);

      const growing = store().transact([{ update: key, set: { b: 'x'.repeat(250_000) } }]);

      await expect(growing).rejects.toThrow(ValueRefused);
      expect(Object.keys((await store().get(key))?.attributes ?? {})).toEqual(['a']);
    });

    it('refuses to add to what is no number', async () => {
      const at = keysIn(partition());
      await store().transact([{ put: at('text'), attributes: { n: 'one' } }]);

      const adding = store().transact([
        { put: at('other'), attributes: {} },
        { update: at('text'), add: { n: 1 } },
      ]);

      await expect(adding).rejects.toThrow(ValueRefused);
      expect(await store().get(at('other'))).toBeUndefined();
    });

    it('refuses keys, partitions and limits that cannot be', async () => {
      const tooLong = 'x'.repeat(2049);
      const refusals = [
        store().get({ partition: '', sort: 'a' }),
        store().get({ partition: 'a', sort: 'x'.repeat(1025) }),
        store().getMany([{ partition: 'a', sort: '\ud800' }]),
        store().list(tooLong),
        store().find({ index: 'month', partition: '' }),
        store().find({ index: 'month', partition: 'a', limit: 0 }),
        store().find({ index: 'month', partition: 'a', from: Number.NaN }),
      ];

      for (const refusal of refusals) await expect(refusal).rejects.toThrow(ValueRefused);
    });
  });
}
