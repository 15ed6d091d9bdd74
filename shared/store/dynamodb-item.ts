import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { StoreUnavailable } from './errors.ts';
import type { Attributes, Item, Key } from './store.ts';
import { TABLE } from './table.ts';
import { isAttributes } from './value-check.ts';
import { toItem } from './write.ts';

/** One row of the table, as the client takes and gives it. */
export type Row = Record<string, AttributeValue>;

/** A key as DynamoDB takes it. */
export function keyRow(key: Key): Row {
  return { [TABLE.partition]: { S: key.partition }, [TABLE.sort]: { S: key.sort } };
}

/** An item as DynamoDB takes it, with the nonce of the transaction that writes it. */
export function itemRow(key: Key, attributes: Attributes, nonce: string): Row {
  return { ...marshall({ ...attributes }), ...keyRow(key), [TABLE.nonce]: { S: nonce } };
}

/** The key of a row. @throws StoreUnavailable when the table is not ours. */
export function keyOfRow(row: Row): Key {
  const partition = row[TABLE.partition]?.S;
  const sort = row[TABLE.sort]?.S;
  if (partition !== undefined && sort !== undefined) return { partition, sort };
  throw new StoreUnavailable('read a row → without the keys of this store');
}

/** The item of a row, without the adapter's nonce. @throws StoreUnavailable when it holds what no store writes. */
export function itemOfRow(row: Row): Item {
  const key = keyOfRow(row);
  const { [TABLE.partition]: _partition, [TABLE.sort]: _sort, [TABLE.nonce]: _nonce, ...rest } = row;
  const attributes: unknown = unmarshall(rest);
  if (isAttributes(attributes)) return toItem(key, attributes);
  throw new StoreUnavailable(`read ${key.partition}/${key.sort} → not what this store writes`);
}

/** Which transaction last wrote a row. */
export function nonceOfRow(row: Row | undefined): string | undefined {
  return row?.[TABLE.nonce]?.S;
}
