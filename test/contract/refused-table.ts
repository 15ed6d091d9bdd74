import type { Attributes, Key, Value, Write } from '../../shared/store/store.ts';

const nested = (levels: number): Value => (levels === 0 ? 'bottom' : { in: nested(levels - 1) });
const hostile: object = JSON.parse('{ "__proto__": 1 }');

/** What a caller without types could pass. */
const untyped = (attributes: object): Attributes => attributes as Attributes;

/** Attributes that at least one of the stores could not give back as they were. */
export const refusedValues: readonly { readonly name: string; readonly attributes: Attributes }[] = [
  { name: 'undefined', attributes: untyped({ a: undefined }) },
  { name: 'undefined in a list', attributes: untyped({ a: [1, undefined] }) },
  { name: 'a hole in a list', attributes: untyped({ a: new Array(1) }) },
  { name: 'NaN', attributes: untyped({ a: Number.NaN }) },
  { name: 'Infinity, deep', attributes: untyped({ a: { b: [Number.POSITIVE_INFINITY] } }) },
  { name: '-0', attributes: untyped({ a: -0 }) },
  { name: 'a number that is not exact', attributes: untyped({ a: 2 ** 53 }) },
  { name: 'a number too small', attributes: untyped({ a: 1e-131 }) },
  { name: 'a bigint', attributes: untyped({ a: 1n }) },
  { name: 'a function', attributes: untyped({ a: () => 1 }) },
  { name: 'a date', attributes: untyped({ a: new Date(0) }) },
  { name: 'a set', attributes: untyped({ a: new Set([1]) }) },
  { name: 'a lone surrogate', attributes: untyped({ a: 'a\ud800' }) },
  { name: 'a lone surrogate in a name', attributes: untyped({ '\udc00': 1 }) },
  { name: 'a name that is empty', attributes: untyped({ '': 1 }) },
  { name: 'a nested name that is empty', attributes: untyped({ a: { '': 1 } }) },
  { name: '__proto__', attributes: untyped(hostile) },
  { name: 'constructor, nested', attributes: untyped({ a: { constructor: { name: 'Set' } } }) },
  { name: 'the name of the partition key', attributes: untyped({ pk: 'a' }) },
  { name: 'the name of the sort key', attributes: untyped({ sk: 'a' }) },
  { name: 'the name of the nonce', attributes: untyped({ _nonce: 'a' }) },
  { name: '32 levels', attributes: untyped({ a: nested(32) }) },
  { name: 'more than 400 KB', attributes: untyped({ a: 'x'.repeat(400 * 1024) }) },
  { name: 'an index key that is no string', attributes: untyped({ attention: 1 }) },
  { name: 'an index key that is empty', attributes: untyped({ instance: '' }) },
  { name: 'an index key that is no number', attributes: untyped({ acceptedAt: '2026' }) },
  { name: 'an expiry in milliseconds', attributes: untyped({ expiresAt: 1_800_000_000_000 }) },
  { name: 'an expiry that is not whole', attributes: untyped({ expiresAt: 1.5 }) },
];

type At = (sort: string) => Key;

/** Transactions that no store takes. */
export const refusedTransactions: readonly { readonly name: string; readonly writes: (at: At) => Write[] }[] =
  [
    { name: 'no write at all', writes: () => [] },
    {
      name: '101 writes',
      writes: (at) => Array.from({ length: 101 }, (_, index) => ({ put: at(`${index}`), attributes: {} })),
    },
    {
      name: 'an item twice',
      writes: (at) => [
        { put: at('a'), attributes: {} },
        { check: at('a'), when: { item: 'absent' } },
      ],
    },
    {
      name: 'more than 4 MB together',
      writes: (at) =>
        Array.from({ length: 15 }, (_, index) => ({
          put: at(`${index}`),
          attributes: { a: 'x'.repeat(300_000) },
        })),
    },
    { name: 'an empty sort key', writes: (at) => [{ put: at(''), attributes: {} }] },
    { name: 'a sort key over 1 KB', writes: (at) => [{ delete: at('x'.repeat(1025)) }] },
    {
      name: 'an attribute changed twice',
      writes: (at) => [{ update: at('a'), set: { n: 1 }, add: { n: 1 } }],
    },
    {
      name: 'an attribute set and removed',
      writes: (at) => [{ update: at('a'), set: { n: 1 }, remove: ['n'] }],
    },
    { name: 'half added', writes: (at) => [{ update: at('a'), add: { n: 0.5 } }] },
    { name: 'text added to', writes: (at) => [{ update: at('a'), add: { instance: 1 } }] },
    { name: 'a removed sort key', writes: (at) => [{ update: at('a'), remove: ['sk'] }] },
    {
      name: 'NaN in a condition',
      writes: (at) => [{ delete: at('a'), when: { attribute: 'n', is: '<>', value: Number.NaN } }],
    },
    {
      name: 'an order of booleans',
      writes: (at) => [{ delete: at('a'), when: { any: [{ attribute: 'n', is: '<', value: true }] } }],
    },
    { name: 'a condition on the nonce', writes: (at) => [{ delete: at('a'), when: { absent: '_nonce' } }] },
  ];
