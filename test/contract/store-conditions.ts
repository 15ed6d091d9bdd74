import { describe, expect, it } from 'vitest';
import { conditionTable } from './condition-table.ts';
import { keysIn, type Subject } from './store.ts';

export function conditionContract({ store, partition }: Subject): void {
  describe('conditions', () => {
    it.each(conditionTable)('$name', async ({ condition, item, holds }) => {
      const at = keysIn(partition());
      if (item !== undefined) await store().transact([{ put: at('item'), attributes: item }]);

      const alone = await store().transact([{ check: at('item'), when: condition }]);
      const update = await store().transact([{ update: at('item'), set: { met: true }, when: condition }]);

      expect([alone.committed, update.committed]).toEqual([holds, holds]);
    });
  });
}
