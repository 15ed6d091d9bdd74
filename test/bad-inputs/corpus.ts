import fc from 'fast-check';

/** Values that were made to be mistaken for something else, by kind, each under a name. */
export const CORPUS = {
  ids: {
    empty: '',
    long: 'x'.repeat(20_000),
    'up a folder': '../',
    'up a folder, in percent': '..%2f..',
    NUL: 'a\0b',
    'a header of its own': 'a\r\nX-Injected: 1',
    'a pattern': 'redis-*',
    'a Cyrillic letter': 'rеdis-cn0000000000000001',
    'right to left': '\u202eredis',
    'without width': 'redis\u200b-1',
    'digits of another script': '٣٤٥',
    'a blank behind': 'redis-cn0000000000000001 ',
    'upper case': 'REDIS-CN0000000000000001',
    'a fragment': 'redis-cn0000000000000001#',
    'a query': 'redis-cn0000000000000001&Action=DeleteDBInstance',
    'an instance of nobody': 'redis-cn9999999999999999',
    'a lookup': '${jndi:ldap://x}',
    quotes: "' OR 1=1 --",
    prototype: '__proto__',
    constructor: 'constructor',
    'half a character': '\ud800',
  },
  nodes: {
    none: [],
    many: Array(1_001).fill('n'),
    numbers: [1],
    nothing: [null],
    nested: [['a']],
    'no list': {},
    'an empty one': [''],
    'the same twice': ['server-redis-cn0000000000000001-0-1', 'server-redis-cn0000000000000001-0-1'],
    'of another instance': ['server-redis-cn9999999999999999-0-1'],
    'half a character': ['\ud800'],
  },
  keys: {
    empty: '',
    long: 'k'.repeat(256),
    longer: 'k'.repeat(2_049),
    lines: 'a\nb',
    script: '钥匙',
    half: '\udfff',
  },
  times: {
    'no such day': '2026-02-29T00:00:00Z',
    'a leap second': '2026-11-24T02:30:60Z',
    'without an offset': '2026-11-24T02:30:00',
    'an offset of 25 hours': '2026-11-24T02:30:00+25:00',
    'a day': '2026-11-24',
    'no month': '2026-99-99T1:1Z',
    dots: '2026-11-23T...Z',
    word: 'tomorrow',
    negative: -1,
    epoch: 1_795_000_000_000,
    'half a millisecond': 1.5,
    nothing: null,
    yes: true,
    'the year 99999': '99999-01-01T00:00:00Z',
    'the year 9999': '9999-12-31T23:59:59Z',
  },
  zones: [
    'Europe/Nope',
    '+25:00',
    '+08:00',
    'Australia/Lord_Howe',
    'Asia/Shanghai',
    '',
    'UTC\0',
    '__proto__',
    'Etc/GMT+14',
  ],
  clocks: ['00:00', '23:59', '24:00', '02:30', '-1:00', '2:3', '', '99:99', '02:30:60'],
  limits: [0, -1, 1.5, 2 ** 53, '10', 'Infinity', null, Number.MAX_VALUE, -0, '1e2', '0x10', '１'],
  names: ['authorized', 'force', 'account', 'mode', 'runId', '__proto__', 'constructor', 'toString', ''],
} as const;

type Named = Readonly<Record<string, unknown>>;
const valuesOf = (kind: Named | readonly unknown[]): unknown[] => Object.values(kind);

/** Every value of the corpus, whatever its kind. */
export const EVERY_VALUE: readonly unknown[] = Object.values(CORPUS).flatMap(valuesOf);
const SHORT = EVERY_VALUE.filter((value) => typeof value !== 'string' || value.length < 500);

/** A value of the corpus of one kind, or whatever else. */
export const oneOf = (kind: Named | readonly unknown[]) => fc.constantFrom(...valuesOf(kind));

/** A word as somebody might write it: of the corpus, or any text. */
export const word: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...SHORT.filter((value): value is string => typeof value === 'string')),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** JSON of any form, with the corpus in its leaves and among its names. */
export const anything: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...SHORT),
    word,
    fc.double(),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(fc.oneof(fc.constantFrom(...CORPUS.names), word), tie('value'), { maxKeys: 6 }),
})).value;

/**
 * An object that is nearly right: each field mostly as it should be, sometimes of the corpus, sometimes missing; now and
 * then with a field that nobody asked for.
 */
export function nearly(right: Named, fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) {
  const bent = Object.entries(fields).map(([name, odd]) =>
    fc.oneof(
      { weight: 12, arbitrary: fc.constant(name in right ? [[name, right[name]] as const] : []) },
      { weight: 2, arbitrary: odd.map((value) => [[name, value] as const]) },
      { weight: 1, arbitrary: fc.constant([]) },
    ),
  );
  const more = fc.oneof(
    { weight: 9, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...CORPUS.names), anything).map((pair) => [pair]) },
  );
  return fc.tuple(...bent, more).map((parts): unknown => Object.fromEntries(parts.flat()));
}
