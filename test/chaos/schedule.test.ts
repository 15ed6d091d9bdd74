import { expect, it } from 'vitest';
import { faultSchema } from '../../shared/local-volcengine/fault-schema.ts';
import { scheduleOf } from './schedule.ts';

const { rounds } = scheduleOf(1, 200);
const newcomers = rounds.flatMap((round) => round.newcomers);

it('follows from the seed alone', () => {
  expect(scheduleOf(1, 200)).toEqual(scheduleOf(1, 200));
  expect(scheduleOf(2, 200)).not.toEqual(scheduleOf(1, 200));
});

it('is the same in its first rounds however many follow', () => {
  expect(scheduleOf(1, 5).rounds).toEqual(rounds.slice(0, 5));
});

it('kills in every way, and serves first', () => {
  expect(new Set(rounds.map(({ kill }) => kill.during))).toEqual(
    new Set(['start', 'service', 'send', 'close']),
  );
  expect(rounds[0]?.kill.during).not.toBe('start');
  expect(rounds.some(({ intruder }) => intruder)).toBe(true);
});

it('asks for each instance in one round only, so that no cool-down forbids it', () => {
  const names = newcomers.map(({ instance }) => instance);

  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(300);
});

it('arms faults of many kinds, each of which the endpoint takes', () => {
  const faults = newcomers.flatMap((one) => one.faults);

  for (const fault of faults) expect(faultSchema.safeParse(fault).error).toBeUndefined();
  expect(new Set(faults.map(({ fault }) => fault)).size).toBe(12);
});
