import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { convertToAttr } from '@aws-sdk/util-dynamodb';
import { itemRow, keyRow } from './dynamodb-item.ts';
import type { Condition, Key, Write } from './store.ts';
import { LIMITS, TABLE } from './table.ts';

/** Collects the names and values of one request and gives out their placeholders. */
interface Placeholders {
  name(attribute: string): string;
  value(value: unknown): string;
  /** The fields of the request; DynamoDB refuses empty ones, so they are left out. */
  fields(): {
    ExpressionAttributeNames?: Record<string, string>;
    ExpressionAttributeValues?: Record<string, AttributeValue>;
  };
}

/** A phrase of DynamoDB's condition language. It refuses redundant parentheses, so only compound phrases get them. */
interface Phrase {
  readonly text: string;
  readonly compound: boolean;
}

const PRESENT: Phrase = { text: `attribute_exists(${TABLE.partition})`, compound: false };
const ABSENT: Phrase = { text: `attribute_not_exists(${TABLE.partition})`, compound: false };

/** True and false, which DynamoDB's condition language has no words for. */
const ALWAYS = join(' OR ', [PRESENT, ABSENT]);
const NEVER = join(' AND ', [PRESENT, ABSENT]);

/** One write as DynamoDB takes it. Puts and updates also write the nonce; a refusal brings the item back. */
export function writeRequest(tableName: string, write: Write, nonce: string): TransactWriteItem {
  const placeholders = makePlaceholders();
  const update = 'update' in write ? updateExpression(write, nonce, placeholders) : '';
  const condition = write.when && phrase(write.when, placeholders).text;
  const common = {
    TableName: tableName,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    ...(condition !== undefined && { ConditionExpression: condition }),
    ...placeholders.fields(),
  };
  if ('put' in write) return { Put: { ...common, Item: itemRow(write.put, write.attributes, nonce) } };
  if ('update' in write) {
    return { Update: { ...common, Key: keyRow(write.update), UpdateExpression: update } };
  }
  if ('delete' in write) return { Delete: { ...common, Key: keyRow(write.delete) } };
  return {
    ConditionCheck: {
      ...common,
      Key: keyRow(write.check),
      ConditionExpression: condition ?? ALWAYS.text,
    },
  };
}

function updateExpression(
  { set, remove = [], add = {} }: Extract<Write, { readonly update: Key }>,
  nonce: string,
  { name, value }: Placeholders,
): string {
  const sets = Object.entries({ ...set, [TABLE.nonce]: nonce }).map(
    ([key, to]) => `${name(key)} = ${value(to)}`,
  );
  const removes = remove.map((key) => name(key));
  const adds = Object.entries(add).map(([key, amount]) => `${name(key)} ${value(amount)}`);
  return [
    `SET ${sets.join(', ')}`,
    ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
    ...(adds.length > 0 ? [`ADD ${adds.join(', ')}`] : []),
  ].join(' ');
}

/**
 * Says a condition in DynamoDB's words, meaning exactly what `condition.ts` means.
 *
 * DynamoDB calls `<>` true for an absent attribute; here every comparison of an absent attribute is false.
 */
function phrase(condition: Condition, placeholders: Placeholders): Phrase {
  const { name, value } = placeholders;
  if ('item' in condition) return condition.item === 'present' ? PRESENT : ABSENT;
  if ('absent' in condition) return word(`attribute_not_exists(${name(condition.absent)})`);
  if ('present' in condition) return word(`attribute_exists(${name(condition.present)})`);
  if ('all' in condition) {
    return condition.all.length === 0
      ? ALWAYS
      : join(
          ' AND ',
          condition.all.map((part) => phrase(part, placeholders)),
        );
  }
  if ('any' in condition) {
    return condition.any.length === 0
      ? NEVER
      : join(
          ' OR ',
          condition.any.map((part) => phrase(part, placeholders)),
        );
  }
  if ('oneOf' in condition) return oneOf(condition, placeholders);
  const attribute = name(condition.attribute);
  const comparison = word(`${attribute} ${condition.is} ${value(condition.value)}`);
  return condition.is === '<>'
    ? join(' AND ', [word(`attribute_exists(${attribute})`), comparison])
    : comparison;
}

function oneOf(
  { attribute, oneOf: values }: Extract<Condition, { readonly oneOf: unknown }>,
  { name, value }: Placeholders,
): Phrase {
  if (values.length === 0) return NEVER;
  const chunks = Array.from({ length: Math.ceil(values.length / LIMITS.operandsOfIn) }, (_, index) =>
    values.slice(index * LIMITS.operandsOfIn, (index + 1) * LIMITS.operandsOfIn),
  );
  const placeholder = name(attribute);
  return join(
    ' OR ',
    chunks.map((chunk) => word(`${placeholder} IN (${chunk.map(value).join(', ')})`)),
  );
}

function word(text: string): Phrase {
  return { text, compound: false };
}

function join(conjunction: ' AND ' | ' OR ', parts: readonly Phrase[]): Phrase {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const text = parts.map((part) => (part.compound ? `(${part.text})` : part.text)).join(conjunction);
  return { text, compound: true };
}

function makePlaceholders(): Placeholders {
  const names = new Map<string, string>();
  const values: Record<string, AttributeValue> = {};
  return {
    name(attribute) {
      const placeholder = names.get(attribute) ?? `#n${names.size}`;
      names.set(attribute, placeholder);
      return placeholder;
    },
    value(value) {
      const placeholder = `:v${Object.keys(values).length}`;
      values[placeholder] = convertToAttr(value);
      return placeholder;
    },
    fields: () => ({
      ...(names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...names].map(([name, key]) => [key, name])),
      }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    }),
  };
}
