import { afterAll, beforeAll, describe } from 'vitest';
import type { Key, Store } from '../../shared/store/store.ts';
import { conditionContract } from './store-conditions.ts';
import { indexContract } from './store-indexes.ts';
import { laws } from './store-laws.ts';
import { readContract } from './store-reads.ts';
import { refusedValueContract } from './store-refused-values.ts';
import { transactionContract } from './store-transactions.ts';

export interface OpenStore {
  readonly store: Store;
  close(): Promise<void> | void;
}

/** What each test of the contract gets: the store, and names that no other test uses. */
export interface Subject {
  store(): Store;
  /** A partition of this test's own. */
  partition(): string;
}

/** The one promise of `shared/store/store.ts` as tests: whoever implements it passes all of them. */
export function storeContract(name: string, open: () => Promise<OpenStore>, runs = 100): void {
  describe(`the contract of a store, kept by ${name}`, () => {
    let opened: OpenStore | undefined;
    let partitions = 0;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());
    const subject: Subject = {
      store() {
        if (opened === undefined) throw new Error('the store is not open');
        return opened.store;
      },
      partition: () => `partition ${++partitions}`,
    };
    readContract(subject);
    transactionContract(subject);
    conditionContract(subject);
    indexContract(subject);
    refusedValueContract(subject);
    laws(subject, runs);
  });
}

/** Keys of one partition. */
export function keysIn(partition: string): (sort: string) => Key {
  return (sort) => ({ partition, sort });
}
