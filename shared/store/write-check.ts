import { ValueRefused } from './errors.ts';
import { itemSize } from './item-size.ts';
import type { Condition, IndexQuery, Key, Write } from './store.ts';
import { LIMITS } from './table.ts';
import { attributeFaults, nameFaults, valueFaults } from './value-check.ts';
import { keyOf, keyText } from './write.ts';

/**
 * Refuses a transaction that some store could not keep, before anything is read or written.
 *
 * @throws ValueRefused with all faults at once; only what is sound has a size.
 */
export function checkWrites(writes: readonly Write[]): void {
  refuse('transact', [...countFaults(writes), ...writes.flatMap(writeFaults)]);
  refuse('transact', sizeFaults(writes));
}

/** Refuses keys that no item can have. @throws ValueRefused */
export function checkKeys(operation: 'get' | 'getMany', keys: readonly Key[]): void {
  refuse(operation, keys.flatMap(keyFaults));
}

/** Refuses a partition that no item can have. @throws ValueRefused */
export function checkPartition(partition: string, sortPrefix: string): void {
  const prefixFaults = textFaults(sortPrefix, 'sort prefix', 0, LIMITS.sortBytes);
  refuse('list', [...textFaults(partition, 'partition', 1, LIMITS.partitionBytes), ...prefixFaults]);
}

/** Refuses a query that no index can answer. @throws ValueRefused */
export function checkQuery({ index, partition, from, to, limit }: IndexQuery): void {
  const positive = limit === undefined || (Number.isSafeInteger(limit) && limit > 0);
  refuse(`find ${index}`, [
    ...textFaults(partition, 'partition', 1, LIMITS.partitionBytes),
    ...(from === undefined ? [] : valueFaults(from, 'from')),
    ...(to === undefined ? [] : valueFaults(to, 'to')),
    ...(positive ? [] : [`limit is ${limit}, which is no positive whole number`]),
  ]);
}

function refuse(operation: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new ValueRefused(operation, faults);
}

function countFaults(writes: readonly Write[]): string[] {
  const most = LIMITS.writesInTransaction;
  const inRange = writes.length >= 1 && writes.length <= most;
  const seen = new Set<string>();
  const repeated = writes.map(keyOf).filter((key) => seen.size === seen.add(keyText(key)).size);
  return [
    ...(inRange ? [] : [`${writes.length} writes, and a transaction has 1–${most}`]),
    ...repeated.map((key) => `${nameOf(key)} is written twice`),
  ];
}

function sizeFaults(writes: readonly Write[]): string[] {
  const sizes = writes.map((write) => itemSize(keyOf(write), givenBy(write)));
  const tooLarge = writes.filter((_, index) => (sizes[index] ?? 0) > LIMITS.itemBytes);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return [
    ...tooLarge.map((write) => `${nameOf(keyOf(write))} is larger than ${LIMITS.itemBytes} bytes`),
    ...(total > LIMITS.transactionBytes
      ? [`the writes exceed ${LIMITS.transactionBytes} bytes together`]
      : []),
  ];
}

function givenBy(write: Write) {
  if ('put' in write) return write.attributes;
  return 'update' in write ? { ...write.set } : {};
}

function writeFaults(write: Write): string[] {
  const name = nameOf(keyOf(write));
  const condition = write.when === undefined ? [] : conditionFaults(write.when, `${name} when`);
  return [
    ...keyFaults(keyOf(write)),
    ...attributeFaults(givenBy(write), name),
    ...updateFaults(write),
    ...condition,
  ];
}

function updateFaults(write: Write): string[] {
  if (!('update' in write)) return [];
  const name = nameOf(write.update);
  const touched = [write.set ?? {}, write.add ?? {}].flatMap(Object.keys).concat(write.remove ?? []);
  const twice = touched.filter((attribute, index) => touched.indexOf(attribute) !== index);
  const fractions = Object.entries(write.add ?? {}).filter(([, amount]) => !Number.isSafeInteger(amount));
  return [
    ...attributeFaults(Object.fromEntries(Object.keys(write.add ?? {}).map((added) => [added, 1])), name),
    ...(write.remove ?? []).flatMap((removed) => nameFaults(removed, `${name}.${removed}`)),
    ...twice.map((attribute) => `${name}.${attribute} is changed twice`),
    ...fractions.map(
      ([attribute, amount]) => `${name}.${attribute} adds ${amount}, which is no whole number`,
    ),
  ];
}

function conditionFaults(condition: Condition, path: string): string[] {
  if ('item' in condition) return [];
  if ('absent' in condition) return nameFaults(condition.absent, `${path} ${condition.absent}`);
  if ('present' in condition) return nameFaults(condition.present, `${path} ${condition.present}`);
  if ('all' in condition) return condition.all.flatMap((part) => conditionFaults(part, path));
  if ('any' in condition) return condition.any.flatMap((part) => conditionFaults(part, path));
  const where = `${path} ${condition.attribute}`;
  const named = nameFaults(condition.attribute, where);
  if ('oneOf' in condition) return [...named, ...valueFaults([...condition.oneOf], where)];
  const ordered = condition.is !== '=' && condition.is !== '<>' && typeof condition.value === 'boolean';
  return [
    ...named,
    ...valueFaults(condition.value, where),
    ...(ordered ? [`${where}: booleans have no order`] : []),
  ];
}

function keyFaults(key: Key): string[] {
  return [
    ...textFaults(key.partition, `${nameOf(key)} partition`, 1, LIMITS.partitionBytes),
    ...textFaults(key.sort, `${nameOf(key)} sort key`, 1, LIMITS.sortBytes),
  ];
}

function textFaults(text: string, path: string, least: number, most: number): string[] {
  const bytes = Buffer.byteLength(text);
  if (bytes < least || bytes > most) return [`${path} has ${bytes} bytes and may have ${least}–${most}`];
  return text.isWellFormed() ? [] : [`${path} is not well-formed Unicode`];
}

function nameOf(key: Key): string {
  return `${key.partition}/${key.sort}`.slice(0, 120);
}
