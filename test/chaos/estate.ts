import { HOUR, type Instant } from '../../shared/time/clock.ts';
import type { Schedule } from './schedule.ts';

/** What the endpoint and the service both sign with: the practice's own pair, and the canary of the secrets. */
export const SECRET = 'practice-only';
export const REGION = 'cn-beijing';
/** More than there ever are, so that no limit stands in the way of a run. */
const NO_LIMIT = 10_000;

/** Every instance of a schedule, with how many shards it has. */
export const instancesOf = ({ rounds, due }: Schedule): readonly { instance: string; shards: number }[] => [
  ...rounds.flatMap(({ newcomers }) => newcomers),
  ...due.map(({ instance }) => ({ instance, shards: 1 })),
];

/**
 * The endpoint's seed, as YAML (JSON is). A change takes a second, and no token is remembered: nothing but the protocol
 * prevents a second effect. It lists no tasks, so an answer that is lost stays lost.
 */
export function seedText(schedule: Schedule): string {
  return JSON.stringify({
    region: REGION,
    credentials: [{ accessKeyId: 'AKLTPRACTICE', secretKey: SECRET }],
    instances: instancesOf(schedule).map(({ instance, shards }) => ({
      id: instance,
      shards,
      zones: ['cn-beijing-a', 'cn-beijing-b', 'cn-beijing-c'],
    })),
    operations: { tasks: false },
    tokens: { life: '0s' },
    timings: { statusAfter: '100ms', swapAfter: '300ms', change: '1s' },
  });
}

/** A plan whose window is open around `now`: a rule for each instance; those of newcomers are due in a month. */
export function planText(schedule: Schedule, now: Instant): string {
  const clock = (at: Instant) => new Date(at).toISOString().slice(11, 16);
  const due = schedule.due.map(({ instance, after }) => ({
    name: instance,
    match: { instance },
    once: new Date(Math.ceil((now + after) / 1_000) * 1_000).toISOString().replace('.000', ''),
  }));
  const once = new Date(now + 30 * 24 * HOUR).toISOString().slice(0, 10);
  const newcomers = schedule.rounds.flatMap(({ newcomers: some }) =>
    some.map(({ instance }) => ({ name: instance, match: { instance }, once })),
  );
  return JSON.stringify({
    timezone: 'UTC',
    defaults: { account: 'practice', window: 'nights', notify: 'practice', giveUpAfter: '5s' },
    accounts: { practice: { region: REGION, credentials: 'practice', mode: 'switch' } },
    windows: { nights: { days: 'mon-sun', open: clock(now - 2 * HOUR), close: clock(now + 3 * HOUR) } },
    limits: { atOnce: NO_LIMIT, stopAfter: NO_LIMIT },
    notify: { practice: { log: 'practice' } },
    rules: [...due, ...newcomers],
  });
}
