import fc from 'fast-check';
import type { Attributes, Condition, Key, Write } from '../../shared/store/store.ts';

const keys: fc.Arbitrary<Key> = fc
  .constantFrom('a', 'aa', 'é', '\uffee', '\u{1f501}')
  .map((sort) => ({ partition: 'replaced by the run', sort }));

const operand = fc.constantFrom<(string | number)[]>(-1, 0, 1, 2, 'x', 'é', '', '\uffee', '\u{1f501}');
const value = fc.oneof(
  operand,
  fc.constantFrom(true, false, null),
  fc.array(operand, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('k', '键'), operand, { maxKeys: 2 }),
);

const attributes: fc.Arbitrary<Attributes> = fc.record(
  {
    a: value,
    b: value,
    n: fc.integer({ min: -3, max: 3 }),
    attention: fc.constant('yes'),
    attentionAt: fc.nat(3),
  },
  { requiredKeys: [] },
);

const attribute = fc.constantFrom('a', 'b', 'n', 'attention', 'never');

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ item: fc.constantFrom('absent' as const, 'present' as const) }),
  fc.record({ absent: attribute }),
  fc.record({ present: attribute }),
  fc.record({
    attribute,
    is: fc.constantFrom('=' as const, '<>' as const),
    value: fc.oneof(operand, fc.boolean()),
  }),
  fc.record({ attribute, is: fc.constantFrom('<', '<=', '>', '>='), value: operand }),
  fc.record({ attribute, oneOf: fc.array(operand, { maxLength: 3 }) }),
);

const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 4, arbitrary: leaf },
  { weight: 1, arbitrary: fc.record({ all: fc.array(leaf, { maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ any: fc.array(leaf, { maxLength: 3 }) }) },
);

const maybe = { requiredKeys: [] };
const when = fc.record({ when: condition }, maybe);

const update = fc
  .record(
    {
      set: attributes,
      remove: fc.uniqueArray(attribute),
      add: fc.record({ n: fc.integer({ min: -2, max: 2 }) }),
    },
    maybe,
  )
  .map(({ set = {}, remove = [], add = {} }) => ({
    set: Object.fromEntries(Object.entries(set).filter(([name]) => !(name in add))),
    remove: remove.filter((name) => !(name in add) && !(name in set)),
    add,
  }));

const write = (key: Key): fc.Arbitrary<Write> =>
  fc.oneof(
    fc.tuple(attributes, when).map(([given, rest]) => ({ put: key, attributes: given, ...rest })),
    fc.tuple(update, when).map(([given, rest]) => ({ update: key, ...given, ...rest })),
    when.map((rest) => ({ delete: key, ...rest })),
    condition.map((checked) => ({ check: key, when: checked })),
  );

const transaction = fc
  .uniqueArray(keys, { minLength: 1, maxLength: 4, selector: ({ sort }) => sort })
  .chain((chosen) => fc.tuple(...chosen.map(write)));

/** A history of transactions over five items, of a kind that every store takes. */
export const transactions: fc.Arbitrary<Write[][]> = fc.array(transaction, { minLength: 1, maxLength: 8 });
