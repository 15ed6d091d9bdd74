import type { Attributes, Item, Key, Value, Write } from '../store/store.ts';

/** A stored record that does not have the shape that this version writes. Never repaired silently. */
export class RecordUnreadable extends Error {
  override readonly name = 'RecordUnreadable';

  constructor(key: Key, faults: string) {
    super(`read ${key.partition}/${key.sort} → not a record of this version: ${faults}`);
  }
}

interface Schema<Output> {
  safeParse(value: unknown): { success: true; data: Output } | { success: false; error: { message: string } };
}

/** Reads an item by its schema; frozen attributes, which cannot change any more, only once. Throws `RecordUnreadable`. */
export function readRecord<Output>(schema: Schema<Output>, item: Item): Output {
  const { attributes } = item;
  const known = alreadyRead.get(attributes);
  if (known?.schema === schema) return known.record as Output;
  const parsed = schema.safeParse(attributes);
  if (!parsed.success) throw new RecordUnreadable(item.key, parsed.error.message);
  if (Object.isFrozen(attributes)) alreadyRead.set(attributes, { schema, record: parsed.data });
  return parsed.data;
}

/** A store in memory gives the same frozen attributes again and again. */
const alreadyRead = new WeakMap<Attributes, { readonly schema: unknown; readonly record: unknown }>();

type Plain =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Plain[]
  | { readonly [name: string]: Plain };

/** The attributes of a record: its fields that have a value, at every depth. */
export function attributesOf(record: { readonly [name: string]: Plain }): Attributes {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, field]) => (field === undefined ? [] : [[name, storable(field)]])),
  );
}

function storable(field: Exclude<Plain, undefined>): Value {
  if (Array.isArray(field)) return field.flatMap((entry) => (entry === undefined ? [] : [storable(entry)]));
  if (typeof field === 'object' && field !== null)
    return attributesOf(field as { readonly [name: string]: Plain });
  return field as Value;
}

/** The two halves of an update: what has a value is set, what is undefined is removed. */
export function changeOf(change: {
  readonly [name: string]: Plain;
}): Pick<Extract<Write, { update: Key }>, 'set' | 'remove'> {
  const remove = Object.keys(change).filter((name) => change[name] === undefined);
  return { set: attributesOf(change), ...(remove.length > 0 && { remove }) };
}
