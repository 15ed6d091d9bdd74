import type { HistoryEvent } from '../../shared/engine/engine.ts';
import type { Plan, SwitchRule } from '../../shared/plan/plan.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { FLEET, NIGHT, type Rig, type RigOptions, rule, SOLO } from '../steps/rig.ts';
import { countHistory, type HistoryCounts } from './counts.ts';
import { makeMeteredRig, type Night, since } from './play.ts';

/** A run of which the cost is told, and how it comes about. */
export interface Story {
  readonly name: string;
  readonly means: string;
  readonly options: RigOptions;
  /** The night begins so long before the window opens. */
  readonly before: number;
  /** What somebody does in the first minute; due does the rest. */
  begin?(rig: Rig): Promise<unknown>;
  readonly outcome: string;
}

/** What a run came to: its own histories, and the night with it less the same night without it. */
export interface Played extends Night {
  readonly story: Story;
  readonly history: HistoryCounts;
}

/** The window of the rig opens ten minutes before its usual beginning. */
const OPENING = NIGHT - 10 * MINUTE;
const MINUTES_AFTER = 45;

const only = (over: Partial<SwitchRule>, more: Partial<Plan> = {}) => ({
  plan: (plan: Plan): Plan => ({ ...plan, ...more, rules: [rule('weekly', SOLO, over)] }),
});
const WEEKLY: Partial<SwitchRule> = { cadence: { kind: 'weekdays', days: ['tue'] } };
const NOT_DUE: Partial<SwitchRule> = { cadence: { kind: 'once', date: '2030-01-01' } };
const FROZEN = { name: 'sale', from: '2026-11-20', through: '2026-11-30', timezone: 'Asia/Shanghai' };

/** One shard, nothing in the way, unless a story says otherwise. Signatures live as long as a fresh deployment signs them. */
const settings = { signatureLife: 900 * SECOND };

export const STORIES = {
  happy: {
    name: 'happy',
    means: 'one shard; the change takes 12 s',
    options: { ...only(WEEKLY), settings },
    before: MINUTE,
    outcome: 'SUCCEEDED',
  },
  slow: {
    name: 'slow',
    means: 'the change takes 150 s',
    options: { ...only(WEEKLY), settings, seed: { timings: { swapAfter: '140s', change: '150s' } } },
    before: MINUTE,
    outcome: 'SUCCEEDED',
  },
  skipped: {
    name: 'skipped',
    means: 'the day is frozen: due records it, and starts nothing',
    options: { ...only(WEEKLY, { freezes: [FROZEN] }), settings },
    before: MINUTE,
    outcome: 'SKIPPED',
  },
  waiting: {
    name: 'waiting',
    means: 'another workflow asks 6 h before the window, with a task token',
    options: { ...only(NOT_DUE), settings },
    before: 6 * HOUR,
    begin: (rig) =>
      rig.direct('asked-by-another-workflow', {
        instance: SOLO,
        key: 'orders/2026-11-24',
        when: 'window',
        reason: 'Nightly switchover of the orders team',
        taskToken: 'T'.repeat(700),
      }),
    outcome: 'SUCCEEDED',
  },
  sharded: {
    name: 'sharded',
    means: '12 shards: one alone, then 11 in two calls',
    options: {
      plan: (plan) => ({
        ...plan,
        rules: [rule('weekly', FLEET, { ...WEEKLY, target: { kind: 'other-zone' } })],
      }),
      settings,
    },
    before: MINUTE,
    outcome: 'SUCCEEDED',
  },
} as const satisfies Record<string, Story>;

/** Plays a story through due, settle and the engine, minute by minute, and the same night without it. */
export async function playStory(story: Story): Promise<Played> {
  const at = OPENING - story.before;
  const minutes = story.before / MINUTE + MINUTES_AFTER;
  const { rig, night } = await makeMeteredRig({ ...story.options, at });
  const start = night();
  await story.begin?.(rig);
  await rig.minutes(minutes);
  const events = await historiesOf(rig);
  const ended = rig.told.filter(({ what }) => what === 'closed').map(({ run }) => run.outcome);
  if (ended.length !== 1 || ended[0] !== story.outcome)
    throw new Error(`${story.name}: ended as ${ended.join(', ') || 'nothing'}, not ${story.outcome}`);
  const quiet = await quietNight(story, at, minutes);
  return { story, history: events, ...since(quiet, since(start, night())) };
}

async function quietNight(story: Story, at: number, minutes: number): Promise<Night> {
  const { plan } = story.options;
  const { rig, night } = await makeMeteredRig({
    ...story.options,
    plan: (given) => withNothingDue(plan?.(given) ?? given),
    at,
  });
  const start = night();
  await rig.minutes(minutes);
  return since(start, night());
}

const withNothingDue = (plan: Plan): Plan => ({
  ...plan,
  rules: plan.rules.map((each) => ('never' in each ? each : { ...each, ...NOT_DUE })),
});

/** All executions of the night, counted together. */
async function historiesOf(rig: Rig): Promise<HistoryCounts> {
  const names = new Set(rig.told.map(({ run }) => nameOf(run.executor)));
  const all: HistoryEvent[][] = [];
  for (const name of names)
    if (name !== undefined && (await rig.engine.describe(name)) !== undefined)
      all.push([...(await rig.engine.history(name))]);
  const counts = all.map(countHistory);
  return {
    states: counts.reduce((sum, { states }) => sum + states, 0),
    retries: counts.reduce((sum, { retries }) => sum + retries, 0),
    invocations: counts.flatMap(({ invocations }) => invocations),
  };
}

const nameOf = (executor: string | undefined) => executor?.split(':').at(-1);
