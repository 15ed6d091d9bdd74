import type { Condition, Write } from './store.ts';

/**
 * The one write of a transaction that may travel as a plain request, at half the price of a transaction.
 *
 * A plain request has no token by which DynamoDB knows a repeat. So it may only carry what a repeat cannot spoil: an
 * `add` must be conditioned on the value that it changes, since a repeat would count twice; a conditional delete
 * leaves no nonce by which to recognise that it had happened, so it always travels as a transaction.
 */
export function singleWrite(writes: readonly Write[]): Write | undefined {
  const [write] = writes;
  if (write === undefined || writes.length > 1) return undefined;
  if ('put' in write) return write;
  if ('update' in write) return addsAreSwaps(write) ? write : undefined;
  return 'delete' in write && write.when === undefined ? write : undefined;
}

function addsAreSwaps({ add = {}, when }: Extract<Write, { readonly update: unknown }>): boolean {
  const amounts = Object.entries(add);
  if (amounts.every(([, amount]) => amount === 0)) return true;
  return amounts.some(([name, amount]) => amount !== 0 && when !== undefined && pins(when, name));
}

/** Tells whether a condition can only hold for one value of an attribute. */
function pins(condition: Condition, name: string): boolean {
  if ('all' in condition) return condition.all.some((part) => pins(part, name));
  return (
    'attribute' in condition && 'is' in condition && condition.attribute === name && condition.is === '='
  );
}
