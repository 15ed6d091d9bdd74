import { DAY, HOUR, type Instant } from '../../shared/time/clock.ts';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** A plan in UTC whose one window is open around `now`, for the example's instances. `mode` is its account's. */
export function openPlan(now: Instant, mode: 'switch' | 'observe' = 'switch'): string {
  return planOf({ days: DAYS.join(','), now, once: now + 30 * DAY, mode });
}

/** The same with a window that opens two days after `now`: nothing is due, and asking for `now` is too early. */
export function shutPlan(now: Instant): string {
  const once = now + 2 * DAY;
  return planOf({ days: DAYS[new Date(once).getUTCDay()] ?? '', now, once, mode: 'switch' });
}

function planOf({
  days,
  now,
  once,
  mode,
}: {
  days: string;
  now: Instant;
  once: Instant;
  mode: string;
}): string {
  const date = new Date(once).toISOString().slice(0, 10);
  const clock = (at: Instant) => `"${new Date(at).toISOString().slice(11, 16)}"`;
  return `timezone: UTC
defaults: { account: practice, window: nights, notify: practice }
accounts:
  practice: { region: cn-beijing, credentials: practice, mode: ${mode} }
windows:
  nights: { days: "${days}", open: ${clock(now - 2 * HOUR)}, close: ${clock(now + 3 * HOUR)} }
notify:
  practice: { log: practice }
rules:
  - { name: fleet, match: { instance: redis-practice-fleet }, once: ${date}, target: other-zone }
  - { name: lost, match: { instance: redis-practice-lost }, once: ${date} }
  - { name: solo, match: { instance: redis-practice-solo }, once: ${date} }
`;
}
