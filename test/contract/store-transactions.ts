import { describe, expect, it } from 'vitest';
import type { Key, Write } from '../../shared/store/store.ts';
import { keysIn, type Subject } from './store.ts';

export function transactionContract({ store, partition }: Subject): void {
  describe('transactions', () => {
    it('a put replaces the whole item', async () => {
      const key = keysIn(partition())('item');
      await store().transact([{ put: key, attributes: { a: 1, b: 2 } }]);

      await store().transact([{ put: key, attributes: { b: 3 } }]);

      expect((await store().get(key))?.attributes).toEqual({ b: 3 });
    });

    it('an update sets, removes and adds, and leaves the rest', async () => {
      const key = keysIn(partition())('item');
      await store().transact([{ put: key, attributes: { kept: 'k', set: 1, removed: true, fence: 4 } }]);

      await store().transact([
        { update: key, set: { set: [2] }, remove: ['removed', 'never there'], add: { fence: 2, fresh: -1 } },
      ]);

      expect((await store().get(key))?.attributes).toEqual({ kept: 'k', set: [2], fence: 6, fresh: -1 });
    });

    it('an update of an item that is not there makes it', async () => {
      const at = keysIn(partition());

      await store().transact([{ update: at('set'), set: { a: 1 } }]);
      await store().transact([{ update: at('empty') }, { update: at('added'), add: { n: 1 } }]);

      const items = await store().list(at('').partition);
      expect(items.map(({ attributes }) => attributes)).toEqual([{ n: 1 }, {}, { a: 1 }]);
    });

    it('a delete leaves nothing, and of nothing it is no fault', async () => {
      const at = keysIn(partition());
      await store().transact([{ put: at('there'), attributes: {} }]);

      const answers = [
        await store().transact([{ delete: at('there') }]),
        await store().transact([{ delete: at('never') }]),
        await store().transact([{ delete: at('never'), when: { item: 'absent' } }]),
      ];

      expect(answers).toEqual([{ committed: true }, { committed: true }, { committed: true }]);
      expect(await store().list(at('').partition)).toEqual([]);
    });

    it('a check writes nothing', async () => {
      const at = keysIn(partition());

      const answer = await store().transact([
        { check: at('checked'), when: { item: 'absent' } },
        { put: at('put'), attributes: {} },
      ]);

      expect(answer).toEqual({ committed: true });
      expect((await store().list(at('').partition)).map(({ key }) => key.sort)).toEqual(['put']);
    });

    it('refuses as a whole, naming each refused write with the item as it stood', async () => {
      const at = keysIn(partition());
      await store().transact([{ put: at('taken'), attributes: { owner: 'other', fence: 3 } }]);

      const answer = await store().transact([
        { put: at('new'), attributes: {} },
        { update: at('taken'), set: { owner: 'me' }, when: { absent: 'owner' } },
        { update: at('missing'), set: { a: 1 }, when: { item: 'present' } },
        { delete: at('taken too') },
      ]);

      expect(answer).toEqual({
        committed: false,
        refused: [
          { index: 1, item: { key: at('taken'), attributes: { owner: 'other', fence: 3 } } },
          { index: 2 },
        ],
      });
      expect((await store().list(at('').partition)).map(({ key }) => key.sort)).toEqual(['taken']);
    });

    it.each<[string, (key: Key) => Write]>([
      ['put', (key) => ({ put: key, attributes: {}, when: { item: 'absent' } })],
      ['update', (key) => ({ update: key, set: { b: 1 }, when: { present: 'b' } })],
      ['delete', (key) => ({ delete: key, when: { absent: 'a' } })],
      ['check', (key) => ({ check: key, when: { item: 'absent' } })],
    ])('refuses a %s alone, with the item as it stood', async (_, write) => {
      const key = keysIn(partition())('item');
      await store().transact([{ put: key, attributes: { a: 1 } }]);

      const answer = await store().transact([write(key)]);

      expect(answer).toEqual({
        committed: false,
        refused: [{ index: 0, item: { key, attributes: { a: 1 } } }],
      });
      expect((await store().get(key))?.attributes).toEqual({ a: 1 });
    });

    it('sees all conditions before any of its own writes', async () => {
      const at = keysIn(partition());
      await store().transact([{ put: at('a'), attributes: { n: 1 } }]);

      const answer = await store().transact([
        { update: at('a'), add: { n: 1 }, when: { attribute: 'n', is: '=', value: 1 } },
        { put: at('b'), attributes: {}, when: { item: 'absent' } },
      ]);

      expect(answer).toEqual({ committed: true });
    });

    it('commits 100 writes as one', async () => {
      const at = keysIn(partition());
      const sorts = Array.from({ length: 100 }, (_, index) => `${index + 100}`);

      await store().transact(sorts.map((sort) => ({ put: at(sort), attributes: { sort } })));

      expect((await store().list(at('').partition)).map(({ key }) => key.sort)).toEqual(sorts);
    });

    it('lets one of 20 claims win that come at once', async () => {
      const at = keysIn(partition());
      await store().transact([{ put: at('lease'), attributes: { fence: 7 } }]);

      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, claimer) =>
          store().transact([
            {
              update: at('lease'),
              set: { owner: `${claimer}` },
              add: { fence: 1 },
              when: { absent: 'owner' },
            },
            { put: at(`slot of ${claimer}`), attributes: {} },
          ]),
        ),
      );

      const winners = answers.flatMap(({ committed }, claimer) => (committed ? [`${claimer}`] : []));
      expect(winners).toHaveLength(1);
      expect((await store().get(at('lease')))?.attributes).toEqual({ fence: 8, owner: winners[0] });
      const slots = await store().list(at('').partition, 'slot of ');
      expect(slots.map(({ key }) => key.sort)).toEqual([`slot of ${winners[0]}`]);
    });

    it('loses none of 10 additions that come at once', async () => {
      const key = keysIn(partition())('counter');

      await Promise.all(Array.from({ length: 10 }, () => store().transact([{ update: key, add: { n: 1 } }])));

      expect((await store().get(key))?.attributes).toEqual({ n: 10 });
    });
  });
}
