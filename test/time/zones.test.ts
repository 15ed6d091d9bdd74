import { expect, it } from 'vitest';
import { isZone, knownZones } from '../../shared/time/zones.ts';

it.each([
  ['Asia/Shanghai', true],
  ['UTC', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Asia/Shangai', false],
  ['+08:00', false],
  ['', false],
  ['Local', false],
])('%s is a zone: %s', (name, known) => {
  expect(isZone(name)).toBe(known);
});

it('lists zones that it accepts', () => {
  expect(knownZones()).toContain('Asia/Shanghai');
  expect(knownZones().filter((zone) => !isZone(zone))).toEqual([]);
});
