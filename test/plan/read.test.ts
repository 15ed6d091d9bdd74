import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planHash } from '../../shared/plan/hash.ts';
import { calendarsOf, readPlan } from '../../shared/plan/read.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { faultsOf, planText, soundPlan } from './plan-examples.ts';

const example = (name: string): string =>
  readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');

describe('the examples are sound', () => {
  it('plan.yaml observes, and takes its holidays from a calendar', () => {
    const text = example('plan.yaml');
    const calendars = Object.fromEntries(calendarsOf(text).map((path) => [path, example(path)]));

    const plan = soundPlan(text, { calendars });

    expect(Object.keys(calendars)).toEqual(['calendars/cn-2027.ics']);
    expect(plan.accounts.prod?.mode).toBe('observe');
    expect(plan.rules.map(({ name }) => name)).toEqual(['leave-alone', 'orders-home', 'everything-monthly']);
    expect(plan.freezes).toContainEqual({
      name: 'Holidays 2027: Spring Festival',
      from: '2027-02-05',
      through: '2027-02-12',
      timezone: 'Asia/Shanghai',
    });
  });

  it('practice.plan.yaml switches three instances of the practice account', () => {
    const plan = soundPlan(example('practice.plan.yaml'));

    expect(plan.accounts).toEqual({
      practice: {
        name: 'practice',
        provider: 'volcengine',
        region: 'cn-beijing',
        credentials: 'practice',
        mode: 'switch',
      },
    });
    expect(plan.notify).toEqual({ practice: { log: 'practice' } });
    expect(plan.rules.map(({ match }) => match.instance)).toEqual([
      'redis-practice-fleet',
      'redis-practice-lost',
      'redis-practice-solo',
    ]);
    expect(plan.rules[0]).toMatchObject({ target: { kind: 'other-zone' }, shardsAtOnce: 10 });
  });

  it('each points editors at the schema', () => {
    for (const name of ['plan.yaml', 'practice.plan.yaml']) {
      expect(example(name).split('\n')[0]).toBe('# yaml-language-server: $schema=plan.schema.json');
    }
  });
});

describe('a sound plan', () => {
  it('has every default filled in', () => {
    expect(soundPlan(planText())).toMatchObject({
      accounts: { prod: { provider: 'volcengine', mode: 'observe' } },
      windows: { weeknights: { cutoff: 10 * MINUTE, timezone: 'Asia/Shanghai' } },
      limits: { atOnce: 1, stopAfter: 1 },
      history: 400 * DAY,
      rules: [
        {
          account: 'prod',
          window: 'weeknights',
          notify: 'dba',
          cadence: { kind: 'every-opening' },
          target: { kind: 'any' },
          settle: 30 * SECOND,
          giveUpAfter: 10 * MINUTE,
          cooldown: 20 * HOUR,
          shardsAtOnce: 10,
        },
      ],
    });
  });

  it('is plain JSON, so that it can be stored', () => {
    const plan = soundPlan(planText());

    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it('carries the hash of its content, which neither comments nor the order of keys change', () => {
    const plan = soundPlan(planText());
    const { hash, ...content } = plan;
    const reordered = planText({
      windows:
        'windows: # at night\n  weeknights: { close: "04:30", open: "02:00", days: "mon,tue,wed,thu" }',
    });

    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hash).toBe(planHash(content));
    expect(soundPlan(reordered).hash).toBe(hash);
    expect(soundPlan(planText({ limits: 'limits: { atOnce: 2 }' })).hash).not.toBe(hash);
  });

  it('is digested by what it is given', () => {
    expect(soundPlan(planText(), { digest: () => 'digested' }).hash).toBe('digested');
  });
});

describe('all faults at once', () => {
  const text = `timezone: Asia/Shangai
defaults: { account: prd, window: weeknights }
accounts:
  prod: { region: Beijing, credential: offpeak/prod, mode: switch }
windows:
  weeknights: { days: mon-thu, open: "02:00", close: "02:00" }
freezes:
  - { name: Double 11, from: 2026-11-12, through: 2026-11-09 }
limits: { atOnce: 0 }
rules:
  - { name: orders, match: { instance: redis-orders }, every: 1st tuesday }
  - { name: orders, match: { instance: redis-other }, every: tue, account: prod, target: { nodes: [a] } }
`;

  it('are told in the order of the file, each with its place, sentence and the word that was meant', () => {
    expect(faultsOf(text).map(({ path, line, column, nearest }) => [path, line, column, nearest])).toEqual([
      ['timezone', 1, 11, 'Asia/Shanghai'],
      ['defaults.account', 2, 22, 'prod'],
      ['accounts.prod.credentials', 4, 3, undefined],
      ['accounts.prod.region', 4, 19, undefined],
      ['accounts.prod.credential', 4, 28, 'credentials'],
      ['windows.weeknights.close', 6, 54, undefined],
      ['freezes[0].through', 8, 51, undefined],
      ['limits.atOnce', 9, 19, undefined],
      ['rules[0].every', 11, 63, undefined],
      ['rules[1]', 12, 5, undefined],
      ['rules[1].name', 12, 13, undefined],
      ['rules[1].target', 12, 90, undefined],
    ]);
  });

  it('are whole sentences', () => {
    for (const { sentence } of faultsOf(text)) expect(sentence).toMatch(/^\S.*\.$/);
  });

  it('never throw, whatever is put into a sound plan', () => {
    const sound = planText();
    const splice = fc.record({
      at: fc.nat({ max: sound.length }),
      remove: fc.nat({ max: 30 }),
      insert: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom('&a ', '*a', '<<: ', '- ', '{', ']', '"', '\t', '? '),
      ),
    });
    fc.assert(
      fc.property(splice, ({ at, remove, insert }) => {
        const read = readPlan(sound.slice(0, at) + insert + sound.slice(at + remove));

        if ('faults' in read) expect(read.faults.length).toBeGreaterThan(0);
        else expect(read.plan.hash).toHaveLength(64);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the calendars of a plan', () => {
  it('are listed each once, also while other things are wrong', () => {
    const freezes = `freezes:
  - { name: a, calendar: one.ics }
  - { name: b, calendar: two.ics, timezone: Mars }
  - { name: c, calendar: one.ics }`;

    expect(calendarsOf(planText({ freezes }))).toEqual(['one.ics', 'two.ics']);
  });

  it('are none where the text is no YAML', () => {
    expect(calendarsOf('freezes: [')).toEqual([]);
  });
});
