/** A JSON value. Numbers must be finite. `undefined` is not a value: leave the attribute out. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** Where an item lives. Keys are built in `shared/protocol/keys.ts` and nowhere else. */
export interface Key {
  readonly partition: string;
  readonly sort: string;
}

/** The attributes of an item, without its key. */
export type Attributes = { readonly [name: string]: Value };

export interface Item {
  readonly key: Key;
  readonly attributes: Attributes;
}

/** A condition on the top-level attributes of the item that a write names, as it stands when the transaction commits. */
export type Condition =
  | { readonly item: 'absent' | 'present' }
  | { readonly absent: string }
  | { readonly present: string }
  | {
      readonly attribute: string;
      readonly is: '=' | '<>' | '<' | '<=' | '>' | '>=';
      readonly value: string | number | boolean;
    }
  | { readonly attribute: string; readonly oneOf: readonly (string | number)[] }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

/** One write of a transaction. Every item may appear at most once in a transaction. */
export type Write =
  | { readonly put: Key; readonly attributes: Attributes; readonly when?: Condition }
  | {
      readonly update: Key;
      readonly set?: Attributes;
      readonly remove?: readonly string[];
      readonly add?: { readonly [name: string]: number };
      readonly when?: Condition;
    }
  | { readonly delete: Key; readonly when?: Condition }
  | { readonly check: Key; readonly when: Condition };

/** Which write was refused, and the item as it stood (absent when there was none). */
export interface Refusal {
  readonly index: number;
  readonly item?: Item;
}

/** A refusal is an expected negative, so it is a value. It names every write whose condition did not hold. */
export type Committed =
  | { readonly committed: true }
  | { readonly committed: false; readonly refused: readonly Refusal[] };

/** The three indexes. Each projects keys only and is eventually consistent: read the items again before acting. */
export const INDEXES = {
  /** Runs that are open or need a person, oldest deadline first. Sparse: an item without `attention` is not in it. Also the outbox. */
  attention: { partition: 'attention', sort: 'attentionAt' },
  /** Runs of one instance (`<region>/<instanceId>`) by time of acceptance. */
  instance: { partition: 'instance', sort: 'acceptedAt' },
  /** Runs of one UTC month (`2026-11`) by time of acceptance. */
  month: { partition: 'month', sort: 'acceptedAt' },
} as const;

export type IndexName = keyof typeof INDEXES;

export interface IndexQuery {
  readonly index: IndexName;
  readonly partition: string;
  /** Both ends are included. */
  readonly from?: number;
  readonly to?: number;
  readonly newestFirst?: boolean;
  readonly limit?: number;
  /** The opaque `next` of the page before. */
  readonly after?: string;
}

export interface IndexPage {
  readonly keys: readonly Key[];
  readonly next?: string;
}

/**
 * Keeps items and commits transactions atomically: all writes or none.
 *
 * - Single-item reads and partition reads are strongly consistent; indexes are not.
 * - A transaction has 1–100 writes. A transaction that conflicts with another in flight is tried again inside the
 *   adapter; conditions, never timing, decide who wins.
 * - A commit whose answer was lost is recognised by the adapter's own nonce and reported as committed.
 * - `expiresAt` (epoch **seconds**) is the one attribute with a meaning to the store: the item may vanish after it.
 * - An `update` of an item that is not there makes it; `add` counts an absent attribute as 0 and takes whole numbers.
 * - What no store could keep (`undefined`, NaN, -0, a lone surrogate, over 400 KB, an item twice in a transaction) is
 *   thrown as `ValueRefused` with all faults, before anything is read or written.
 * - Anything else that goes wrong is thrown as `StoreUnavailable` (see `shared/store/errors.ts`): the transaction may or may not have happened.
 */
export interface Store {
  get(key: Key): Promise<Item | undefined>;
  /** In the order of the keys; missing items are left out. Any number of keys. */
  getMany(keys: readonly Key[]): Promise<readonly Item[]>;
  /** The whole partition, ordered by sort key, optionally only the sort keys with this prefix. */
  list(partition: string, sortPrefix?: string): Promise<readonly Item[]>;
  find(query: IndexQuery): Promise<IndexPage>;
  transact(writes: readonly Write[]): Promise<Committed>;
}
