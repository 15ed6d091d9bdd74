import { expect, it } from 'vitest';
import { checkKeys, checkPartition, checkQuery, checkWrites } from '../../shared/store/write-check.ts';
import { refusedTransactions } from '../contract/refused-table.ts';

const at = (sort: string) => ({ partition: 'p', sort });

it.each(refusedTransactions)('$name is refused', ({ writes }) => {
  expect(() => checkWrites(writes(at))).toThrow('transact was not done: ');
});

it('all faults of a transaction are listed at once', () => {
  const check = () =>
    checkWrites([
      { put: at('a'), attributes: { x: Number.NaN } },
      { update: at('a'), set: { n: 1 }, add: { n: 0.5 } },
      { delete: at(''), when: { attribute: 'y', is: '<', value: true } },
    ]);

  expect(check).toThrow(
    [
      'transact was not done: p/a is written twice',
      'p/a.x is NaN, which is not a finite number',
      'p/a.n is changed twice',
      'p/a.n adds 0.5, which is no whole number',
      'p/ sort key has 0 bytes and may have 1–1024',
      'p/ when y: booleans have no order',
    ].join('; '),
  );
});

it.each([
  [
    'a key',
    () => checkKeys('get', [at('')]),
    'get was not done: p/ sort key has 0 bytes and may have 1–1024',
  ],
  [
    'a partition',
    () => checkPartition('', ''),
    'list was not done: partition has 0 bytes and may have 1–2048',
  ],
  [
    'a limit',
    () => checkQuery({ index: 'month', partition: 'm', limit: 1.5 }),
    'find month was not done: limit is 1.5, which is no positive whole number',
  ],
])('%s that cannot be is refused with a sentence', (_, check, sentence) => {
  expect(check).toThrow(sentence);
});
