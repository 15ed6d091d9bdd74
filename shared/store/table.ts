import { INDEXES } from './store.ts';

/** The shape of the one DynamoDB table, as data: the stack makes it, the adapter uses it, the tests create it. */
export const TABLE = {
  partition: 'pk',
  sort: 'sk',
  /** Epoch seconds after which an item may vanish. */
  timeToLive: 'expiresAt',
  /** Names the transaction that last wrote the item. Private to the adapter; never seen in an item that was read. */
  nonce: '_nonce',
  /** The most characters of a nonce; it is also the request token of a transaction, which takes no more. */
  nonceLength: 36,
  /** Every index projects keys only: a string partition, a number sort. */
  indexes: INDEXES,
} as const;

/** The published limits of DynamoDB that all three stores keep, so that what works in practice works live. */
export const LIMITS = {
  writesInTransaction: 100,
  keysInBatch: 100,
  itemBytes: 400 * 1024,
  transactionBytes: 4 * 1024 * 1024,
  partitionBytes: 2048,
  sortBytes: 1024,
  /** Containers within containers. */
  nesting: 31,
  smallestMagnitude: 1e-130,
  operandsOfIn: 100,
} as const;
