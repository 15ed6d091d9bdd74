import type { Attributes, Condition } from '../../shared/store/store.ts';

interface Row {
  readonly name: string;
  readonly condition: Condition;
  /** The item, `undefined` where there is none. */
  readonly item: Attributes | undefined;
  readonly holds: boolean;
}

type Comparison = Extract<Condition, { readonly is: string }>['is'];
type Operand = string | number | boolean;

const row = (name: string, item: Attributes | undefined, condition: Condition, holds: boolean): Row => ({
  name: `${name}: ${holds ? 'yes' : 'no'}`,
  item,
  condition,
  holds,
});

const compare = (actual: Attributes['a'], is: Comparison, value: Operand, holds: boolean): Row =>
  row(
    `${JSON.stringify(actual)} ${is} ${JSON.stringify(value)}`,
    actual === undefined ? {} : { a: actual },
    { attribute: 'a', is, value },
    holds,
  );

const COMPARISONS: readonly Comparison[] = ['=', '<>', '<', '<=', '>', '>='];
const met: Condition = { present: 'a' };
const unmet: Condition = { present: 'b' };
const many = Array.from({ length: 150 }, (_, index) => index);

/** Each condition over an item, and whether it holds: the law that all stores and `condition.ts` share. */
export const conditionTable: readonly Row[] = [
  row('an absent item is absent', undefined, { item: 'absent' }, true),
  row('an absent item is present', undefined, { item: 'present' }, false),
  row('an item is absent', { a: 1 }, { item: 'absent' }, false),
  row('an item without attributes is present', {}, { item: 'present' }, true),
  row('an attribute is absent', { a: 1 }, { absent: 'a' }, false),
  row('another attribute is absent', { a: 1 }, { absent: 'b' }, true),
  row('an attribute of an absent item is absent', undefined, { absent: 'a' }, true),
  row('an attribute is present', { a: 1 }, { present: 'a' }, true),
  row('null is present', { a: null }, { present: 'a' }, true),
  row('an attribute of an absent item is present', undefined, { present: 'a' }, false),
  row('a name of JavaScript is present', {}, { present: 'toString' }, false),
  row('a nested attribute is present by a dotted name', { a: { b: 1 } }, { present: 'a.b' }, false),

  ...COMPARISONS.map((is) => row(`nothing ${is} 1`, undefined, { attribute: 'a', is, value: 1 }, false)),
  ...COMPARISONS.map((is) => row(`an absent attribute ${is} 1`, {}, { attribute: 'a', is, value: 1 }, false)),
  ...COMPARISONS.map((is) => compare(1, is, 1, ['=', '<=', '>='].includes(is))),
  ...COMPARISONS.map((is) => compare(9, is, 10, ['<>', '<', '<='].includes(is))),
  ...COMPARISONS.map((is) => compare(-1.5, is, -2, ['<>', '>', '>='].includes(is))),
  ...COMPARISONS.map((is) => compare('9', is, '10', ['<>', '>', '>='].includes(is))),
  ...COMPARISONS.map((is) => compare('\uffee', is, '\u{1f501}', ['<>', '<', '<='].includes(is))),
  ...COMPARISONS.map((is) => compare('', is, 'a', ['<>', '<', '<='].includes(is))),
  ...COMPARISONS.map((is) => compare(1, is, '1', is === '<>')),
  ...COMPARISONS.map((is) => compare('1', is, 1, is === '<>')),
  ...COMPARISONS.map((is) => compare(null, is, 0, is === '<>')),
  ...COMPARISONS.map((is) => compare([1], is, 1, is === '<>')),
  ...COMPARISONS.map((is) => compare({ a: 1 }, is, 'a', is === '<>')),
  ...COMPARISONS.map((is) => compare(true, is, 1, is === '<>')),
  compare(true, '=', true, true),
  compare(true, '<>', true, false),
  compare(true, '=', false, false),
  compare(false, '<>', true, true),

  row('one of', { a: 2 }, { attribute: 'a', oneOf: [1, 2] }, true),
  row('one of others', { a: 3 }, { attribute: 'a', oneOf: [1, 2] }, false),
  row('one of mixed types', { a: 'x' }, { attribute: 'a', oneOf: [1, 'x'] }, true),
  row('one of another type', { a: 1 }, { attribute: 'a', oneOf: ['1'] }, false),
  row('one of none', { a: 1 }, { attribute: 'a', oneOf: [] }, false),
  row('one of 150, the last', { a: 149 }, { attribute: 'a', oneOf: many }, true),
  row('one of 150, none', { a: 150 }, { attribute: 'a', oneOf: many }, false),
  row('an absent attribute is one of', {}, { attribute: 'a', oneOf: [1] }, false),

  row('all', { a: 1 }, { all: [met, { item: 'present' }] }, true),
  row('all but one', { a: 1 }, { all: [met, unmet] }, false),
  row('all of nothing', undefined, { all: [] }, true),
  row('any', { a: 1 }, { any: [unmet, met] }, true),
  row('not any', { a: 1 }, { any: [unmet, unmet] }, false),
  row('any of nothing', { a: 1 }, { any: [] }, false),
  row('any within all', { a: 1 }, { all: [met, { any: [unmet, met] }] }, true),
  row('all within any', { a: 1 }, { any: [{ all: [met, unmet] }, { all: [unmet] }] }, false),
];
