import { compareBytes } from './byte-order.ts';
import type { Attributes, Condition, Value } from './store.ts';

type Comparison = Extract<Condition, { readonly attribute: string; readonly is: string }>;

/**
 * Tells whether a condition holds for an item's attributes, `undefined` meaning that there is no item.
 *
 * An absent attribute makes every comparison false, `<>` too (DynamoDB alone would call `<>` true; its adapter says
 * otherwise explicitly). Values of different types are unequal and have no order. Strings are ordered by UTF-8 bytes.
 * `all` of nothing is true, `any` and `oneOf` of nothing are false.
 */
export function holds(condition: Condition, attributes: Attributes | undefined): boolean {
  if ('item' in condition) return (attributes !== undefined) === (condition.item === 'present');
  if ('absent' in condition) return attributeOf(attributes, condition.absent) === undefined;
  if ('present' in condition) return attributeOf(attributes, condition.present) !== undefined;
  if ('all' in condition) return condition.all.every((part) => holds(part, attributes));
  if ('any' in condition) return condition.any.some((part) => holds(part, attributes));
  const actual = attributeOf(attributes, condition.attribute);
  if (actual === undefined) return false;
  return 'oneOf' in condition
    ? condition.oneOf.some((value) => value === actual)
    : compares(actual, condition);
}

function attributeOf(attributes: Attributes | undefined, name: string): Value | undefined {
  return attributes !== undefined && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

function compares(actual: Value, { is, value }: Comparison): boolean {
  if (is === '=') return actual === value;
  if (is === '<>') return actual !== value;
  const order = orderOf(actual, value);
  if (order === undefined) return false;
  switch (is) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function orderOf(actual: Value, value: Comparison['value']): number | undefined {
  if (typeof actual === 'number' && typeof value === 'number') return actual - value;
  if (typeof actual === 'string' && typeof value === 'string') return compareBytes(actual, value);
  return undefined;
}
