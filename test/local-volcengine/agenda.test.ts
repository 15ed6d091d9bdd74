import { expect, it } from 'vitest';
import { makeAgenda } from '../../shared/local-volcengine/agenda.ts';

it('lets what is due act in order of time, each at its own instant', () => {
  const agenda = makeAgenda();
  const acted: [string, number][] = [];
  for (const [name, at] of [
    ['late', 30],
    ['first', 10],
    ['second', 10],
  ] as const) {
    agenda.add(at, (instant) => void acted.push([name, instant]));
  }

  agenda.passTo(9);
  expect(acted).toEqual([]);
  agenda.passTo(20);
  expect(acted).toEqual([
    ['first', 10],
    ['second', 10],
  ]);
  expect(agenda.due()).toEqual([30]);
  agenda.passTo(30);
  agenda.passTo(40);
  expect(acted).toHaveLength(3);
});
