import fc from 'fast-check';
import { readPlan } from '../../shared/plan/read.ts';
import { type Boundary, internalIn, verdict } from './boundary.ts';
import { CORPUS, nearly, oneOf, word } from './corpus.ts';

interface PlanText {
  readonly text: string;
  readonly calendars: Readonly<Record<string, string>>;
}

const plan = (text: string): PlanText => ({ text, calendars: {} });
const lines = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join('');

const ALWAYS: readonly (readonly [string, PlanText])[] = [
  ['keys of keys', plan('? '.repeat(500))],
  ['lists without end', plan('['.repeat(10_000))],
  [
    'a billion laughs',
    plan(`a0: &a0 [x]\n${lines(9, (n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]\n`)}`),
  ],
  ['a circle', plan('&a\nrules: *a\nwindows: *a\n')],
  ['keys twice', plan('timezone: UTC\ntimezone: UTC\nrules: []\n')],
  [
    'another YAML',
    plan('%YAML 1.1\n---\n<<: &a {x: 1}\ntimezone: 2026-01-01\nhistory: !!set {a}\nwindows: !!binary aGk=\n'),
  ],
  ['a prototype', plan('__proto__: {timezone: UTC}\nwindows: {__proto__: {days: mon}}\n')],
  [
    'ten thousand freezes',
    plan(`freezes:\n${lines(10_000, (n) => `  - { name: f${n}, from: 2026-01-01, through: 2026-01-02 }\n`)}`),
  ],
  ['ten thousand windows', plan(`windows:\n${lines(10_000, (n) => `  w${n}: 1\n`)}`)],
  ['a word of a million letters', plan(`timezone: ${'x'.repeat(1_000_000)}`)],
  ['no end of a quotation', plan(`"${'\\'.repeat(100_001)}`)],
];

const rule = nearly(
  {
    name: 'one',
    match: { instance: 'redis-a' },
    account: 'prod',
    window: 'nights',
    every: 'opening',
    notify: 'dba',
  },
  {
    name: oneOf(CORPUS.ids),
    match: fc.oneof(
      oneOf(CORPUS.ids).map((instance) => ({ instance })),
      fc.anything(),
    ),
    account: word,
    window: word,
    every: fc.oneof(word, fc.constantFrom('366 days', '0 days', 'feb 30', '5th mon', 'first mon')),
    once: oneOf(CORPUS.times),
    notify: word,
    target: oneOf(CORPUS.nodes).map((nodes) => ({ nodes })),
    shardsAtOnce: oneOf(CORPUS.limits),
    cooldown: fc.constantFrom('0s', '999999d', '-1d', '1e309d', '20h'),
  },
);
const freeze = nearly(
  { name: 'f', from: '2026-12-01', through: '2026-12-02' },
  {
    name: word,
    from: oneOf(CORPUS.times),
    through: oneOf(CORPUS.times),
    calendar: fc.constantFrom('a.ics', '../', ''),
    timezone: oneOf(CORPUS.zones),
  },
);
const window = nearly(
  { days: 'mon-thu', open: '02:00', close: '04:30' },
  {
    days: fc.oneof(word, fc.constantFrom('thu-mon', 'mon-mon', '')),
    open: oneOf(CORPUS.clocks),
    close: oneOf(CORPUS.clocks),
    cutoff: fc.constantFrom('0s', '25h', '10m'),
    timezone: oneOf(CORPUS.zones),
  },
);
const whole = fc
  .record({
    timezone: fc.oneof(
      { weight: 5, arbitrary: fc.constant('UTC') },
      { weight: 1, arbitrary: oneOf(CORPUS.zones) },
    ),
    accounts: fc.constant({ prod: { region: 'cn-beijing', credentials: 'prod' } }),
    windows: fc.oneof(
      { weight: 5, arbitrary: window.map((nights) => ({ nights })) },
      { weight: 1, arbitrary: fc.dictionary(word, window, { maxKeys: 3 }) },
    ),
    freezes: fc.array(freeze, { maxLength: 1 }),
    limits: nearly({ atOnce: 1 }, { atOnce: oneOf(CORPUS.limits), stopAfter: oneOf(CORPUS.limits) }),
    notify: fc.constant({ dba: { log: 'dba' } }),
    rules: fc.array(rule, { maxLength: 2 }),
  })
  .map((value) => JSON.stringify(value) ?? '');

const EVENT = 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20270101\n';
const calendar = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'RRULE:FREQ=DAILY;INTERVAL=0',
        'RRULE:FREQ=SECONDLY',
        'DTEND:99991231T000000Z',
        'DTSTART;TZID=x:20270101T000000',
        'BEGIN:VEVENT',
        'END:VEVENT',
        'EXDATE:1',
        'RRULE:FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2',
      ),
      word,
    ),
    { maxLength: 6 },
  )
  .map((said) => `${EVENT}${said.join('\n')}\nEND:VEVENT\nEND:VCALENDAR\n`);

const yaml = fc.array(
  fc.oneof(
    word,
    fc.constantFrom(
      '- ',
      '? ',
      ': ',
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a ',
      '!!set ',
      '|\n',
      '\n  ',
      '%YAML 1.1\n',
      '---\n',
      '"',
      "'",
      '#',
      'windows:',
      'rules:',
    ),
  ),
  { maxLength: 30 },
);

const inputs: fc.Arbitrary<PlanText> = fc.record({
  text: fc.oneof(
    { weight: 3, arbitrary: whole },
    { weight: 2, arbitrary: yaml.map((said) => said.join('')) },
  ),
  calendars: calendar.map((text) => ({ 'a.ics': text })),
});

/** A plan's text and its calendars: a plan or its faults, never an error, each fault with a place. */
export const PLANS: Boundary<PlanText> = {
  name: 'plans',
  inputs,
  always: ALWAYS,
  async open() {
    return {
      async play({ text, calendars }) {
        const reading = readPlan(text, { calendars });
        if ('plan' in reading) return verdict('accepted', []);
        const told = reading.faults.map(({ sentence }) => sentence).join('\n');
        const lost = reading.faults.find(({ line, column }) => !(line >= 1 && column >= 1));
        return verdict('refused', [
          ['no crash', reading.faults.length === 0 ? 'refused without a fault' : undefined],
          ['no crash', lost && `a fault without a place: ${lost.sentence}`],
          ['no crash', text.length > 5_000 ? internalIn(told) : undefined],
        ]);
      },
      close: async () => undefined,
    };
  },
};
