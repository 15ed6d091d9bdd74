import { describe, expect, it } from 'vitest';
import type { Attributes, Value } from '../../shared/store/store.ts';
import { keysIn, type Subject } from './store.ts';

const nested = (levels: number): Value => (levels === 0 ? 'bottom' : [nested(levels - 1)]);

export function readContract({ store, partition }: Subject): void {
  describe('reading', () => {
    it.each<[string, Attributes]>([
      ['no attributes', {}],
      ['every type', { text: 'a', number: 1, yes: true, no: false, nothing: null, list: [1], map: { a: 1 } }],
      ['empty values', { text: '', list: [], map: {} }],
      ['numbers', { max: 9007199254740991, min: -9007199254740991, small: 1e-130, third: 1 / 3, zero: 0 }],
      ['Unicode', { 用户: '切换 🔁 é e\u0301', nul: 'a\u0000b', last: '\u{10ffff}' }],
      ['names with a meaning elsewhere', { size: 1, name: 'a', 'a.b': 2, '#x': 3, ':v': 4, 'a b': 5, $: 6 }],
      ['names of JavaScript', { toString: 'a', hasOwnProperty: 1, valueOf: { length: 3 } }],
      ['31 levels', { deep: nested(31) }],
      ['100 KB', { large: 'ü'.repeat(50_000) }],
    ])('gives back %s as it was put', async (_, attributes) => {
      const key = keysIn(partition())('item');

      await store().transact([{ put: key, attributes }]);

      expect(await store().get(key)).toEqual({ key, attributes });
    });

    it('answers undefined for an item that is not there', async () => {
      expect(await store().get(keysIn(partition())('item'))).toBeUndefined();
    });

    it('shows nothing that the store keeps for itself', async () => {
      const key = keysIn(partition())('item');

      await store().transact([{ put: key, attributes: { a: 1 } }]);
      await store().transact([{ update: key, set: { b: 2 } }]);

      expect(Object.keys((await store().get(key))?.attributes ?? {}).sort()).toEqual(['a', 'b']);
    });

    it('keeps what it was given, whatever the caller does to it later', async () => {
      const key = keysIn(partition())('item');
      const list = [1];

      await store().transact([{ put: key, attributes: { list } }]);
      list.push(2);

      expect((await store().get(key))?.attributes).toEqual({ list: [1] });
    });

    it('gets many in the order of the keys, repeats and all, and leaves the missing out', async () => {
      const at = keysIn(partition());
      await store().transact(['a', 'b', 'c'].map((sort) => ({ put: at(sort), attributes: { is: sort } })));

      const items = await store().getMany([at('c'), at('missing'), at('a'), at('c')]);

      expect(items.map(({ attributes }) => attributes.is)).toEqual(['c', 'a', 'c']);
    });

    it('gets any number of keys at once', async () => {
      const at = keysIn(partition());
      const sorts = Array.from({ length: 230 }, (_, index) => `${index}`);
      for (let start = 0; start < sorts.length; start += 100) {
        const some = sorts.slice(start, start + 100);
        await store().transact(some.map((sort) => ({ put: at(sort), attributes: {} })));
      }

      expect((await store().getMany(sorts.map(at))).map(({ key }) => key.sort)).toEqual(sorts);
      expect(await store().getMany([])).toEqual([]);
    });

    it('lists a partition, and no other, by the UTF-8 bytes of the sort keys', async () => {
      const at = keysIn(partition());
      const ordered = ['!', '%', 'A', '_', 'a', 'a!', 'aa', 'é', '切', '\uffee', '\u{1f501}'];
      await store().transact([
        ...ordered.toReversed().map((sort) => ({ put: at(sort), attributes: {} })),
        { put: keysIn(partition())('foreign'), attributes: {} },
      ]);

      expect((await store().list(at('').partition)).map(({ key }) => key.sort)).toEqual(ordered);
    });

    it.each([
      ['send#', ['send#0', 'send#1', 'send#\u{10ffff}\u{10ffff}']],
      ['send%', ['send%']],
      ['', ['run', 'send', 'send#0', 'send#1', 'send#\u{10ffff}\u{10ffff}', 'send%', 'sent']],
      ['nothing', []],
    ])('lists the sort keys that begin with "%s"', async (prefix, expected) => {
      const at = keysIn(partition());
      const sorts = ['sent', 'send%', 'send#1', 'send#0', 'send#\u{10ffff}\u{10ffff}', 'send', 'run'];
      await store().transact(sorts.map((sort) => ({ put: at(sort), attributes: { is: sort } })));

      const items = await store().list(at('').partition, prefix);

      expect(items.map(({ key }) => key.sort)).toEqual(expected);
      expect(items.map(({ attributes }) => attributes.is)).toEqual(expected);
    });

    it('lists more than fits into one answer of DynamoDB', async () => {
      const at = keysIn(partition());
      const sorts = Array.from({ length: 15 }, (_, index) => `${index + 10}`);
      for (const sort of sorts) {
        await store().transact([{ put: at(sort), attributes: { large: 'x'.repeat(100_000) } }]);
      }

      expect((await store().list(at('').partition)).map(({ key }) => key.sort)).toEqual(sorts);
    });
  });
}
