import { expect, it } from 'vitest';
import { makeZones } from '../../shared/api/zones.ts';
import { PlanMissing } from '../../shared/steps/plan-in-force.ts';
import { makeMemoryStore, type StoreCall } from '../../shared/store/memory.ts';
import { makeRig } from '../steps/rig.ts';

it('the zone of a plan version is read once, by however many ask', async () => {
  const calls: string[] = [];
  const onCall = async ({ operation, moment }: StoreCall) => void calls.push(`${operation} ${moment}`);
  const rig = await makeRig({ store: makeMemoryStore({ onCall }) });
  const zoneOf = makeZones(rig.store);
  calls.length = 0;

  const zones = await Promise.all(Array.from({ length: 5 }, () => zoneOf('a'.repeat(64))));

  expect(zones).toEqual(Array(5).fill('Asia/Shanghai'));
  expect(await zoneOf('a'.repeat(64))).toBe('Asia/Shanghai');
  expect(calls).toEqual(['get before', 'get after']);
});

it('a plan version that is not there is said to be missing, each time', async () => {
  const zoneOf = makeZones(makeMemoryStore());

  await expect(zoneOf('b')).rejects.toThrow(PlanMissing);
  await expect(zoneOf('b')).rejects.toThrow(PlanMissing);
});
