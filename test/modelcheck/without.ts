import type { Condition, Key, Write } from '../../shared/store/store.ts';
import { keyOf } from '../../shared/store/write.ts';

export type Matches = (condition: Condition, key: Key) => boolean;

/** The same transaction without the conditions that match. */
export function without(writes: readonly Write[], matches: Matches): readonly Write[] {
  return changedIn(writes, (condition, key) => (matches(condition, key) ? { all: [] } : condition));
}

/** The same transaction with each of its conditions, inside `all` too, as `change` makes it. */
export function changedIn(
  writes: readonly Write[],
  change: (condition: Condition, key: Key) => Condition,
): readonly Write[] {
  const changed = (condition: Condition, key: Key): Condition => {
    const made = change(condition, key);
    return 'all' in made ? { all: made.all.map((part) => changed(part, key)) } : made;
  };
  return writes.map((write) => (write.when ? { ...write, when: changed(write.when, keyOf(write)) } : write));
}

/** A condition on the attribute, whatever it asks of it. */
export const on =
  (attribute: string): Matches =>
  (condition) =>
    'attribute' in condition && condition.attribute === attribute;

export const either =
  (...all: readonly Matches[]): Matches =>
  (condition, key) =>
    all.some((matches) => matches(condition, key));
