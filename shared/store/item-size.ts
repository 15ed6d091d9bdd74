import type { Attributes, IndexName, Key, Value } from './store.ts';
import { INDEXES } from './store.ts';
import { TABLE } from './table.ts';
import { isList } from './value-check.ts';

/**
 * The size of an item in bytes, by DynamoDB's published rule: the names and values of all its attributes, key and
 * nonce included; strings in UTF-8, numbers a byte for two significant digits and one more, containers 3 bytes and
 * one for each element.
 *
 * Source: Amazon DynamoDB Developer Guide, "DynamoDB item sizes and formats" (CapacityUnitCalculations). The guide
 * calls the rule for numbers approximate.
 */
export function itemSize(key: Key, attributes: Attributes): number {
  return keySize(key) + TABLE.nonce.length + TABLE.nonceLength + namedSizes(attributes);
}

/** The size of an item's entry in an index that projects keys only, or `undefined` when it has none. */
export function indexEntrySize(
  index: IndexName,
  key: Key,
  attributes: Attributes | undefined,
): number | undefined {
  const { partition, sort } = INDEXES[index];
  const partitionValue = attributes?.[partition];
  const sortValue = attributes?.[sort];
  if (partitionValue === undefined || sortValue === undefined) return undefined;
  return keySize(key) + namedSizes({ [partition]: partitionValue, [sort]: sortValue });
}

function keySize(key: Key): number {
  return namedSizes({ [TABLE.partition]: key.partition, [TABLE.sort]: key.sort });
}

function namedSizes(attributes: Attributes): number {
  return Object.entries(attributes).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value),
    0,
  );
}

function valueSize(value: Value): number {
  if (value === null || typeof value === 'boolean') return 1;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return numberSize(value);
  if (isList(value)) return 3 + value.length + value.reduce<number>((sum, one) => sum + valueSize(one), 0);
  return 3 + Object.keys(value).length + namedSizes(value);
}

function numberSize(value: number): number {
  const [mantissa = ''] = String(Math.abs(value)).split('e');
  const significant = mantissa.replace('.', '').replace(/^0+/, '').replace(/0+$/, '');
  return Math.ceil(significant.length / 2) + 1 + (value < 0 ? 1 : 0);
}
