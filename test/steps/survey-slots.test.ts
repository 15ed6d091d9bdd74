import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/keys.ts';
import { attributesOf } from '../../shared/protocol/record.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { surveySlots } from '../../shared/steps/survey-slots.ts';
import type { Key, Write } from '../../shared/store/store.ts';
import { aClaimedRun, aRun, storeWith } from '../protocol/runs.ts';
import { makeRig, NIGHT, SOLO } from './rig.ts';

const LIMITS = { atOnce: 2, perNight: 3, onePer: 'app', stopAfter: 1 };
const [first, second] = [keys.atOnceSlot('prod', 0), keys.atOnceSlot('prod', 1)];
const night = (number: number) => keys.nightSlot('prod', '2026-11-24', number);
const APP = keys.onePerSlot('prod', 'orders');
const taken = (key: Key, run: string): Write => ({ put: key, attributes: { run } });
const record = (runId: string, over: Partial<Run>): Write => ({
  put: keys.run(runId),
  attributes: attributesOf({ ...aClaimedRun(over), runId }),
});
const survey = async (...writes: readonly Write[]) =>
  await surveySlots(await storeWith(...writes), aRun(), LIMITS, { app: 'orders' });

describe('the slots', () => {
  it('are all free where none is taken: one of each limit', async () => {
    const { free, facts } = await survey();
    expect(free).toEqual([{ key: first }, { key: APP }, { key: night(0) }]);
    expect(facts).toEqual({
      atOnce: { limit: 2, takenBy: [] },
      onePer: { value: 'orders', takenBy: undefined },
      night: { limit: 3, taken: 0 },
    });
  });

  it('of an open run are taken', async () => {
    const open = record('run-2', { slots: [first, APP, night(0)] });
    const { free, facts } = await survey(open, ...[first, APP, night(0)].map((key) => taken(key, 'run-2')));
    expect(free).toEqual([{ key: second }, { key: night(1) }]);
    expect(facts).toMatchObject({
      atOnce: { takenBy: ['run-2'] },
      onePer: { takenBy: 'run-2' },
      night: { taken: 1 },
    });
  });

  it.each<{ name: string; over: Partial<Run> | undefined; free: boolean }>([
    { name: 'a closed run that keeps it', over: { phase: 'CLOSED', slots: [first] }, free: false },
    { name: 'a closed run that does not', over: { phase: 'CLOSED' }, free: true },
    { name: 'an open run', over: { phase: 'OBSERVING' }, free: false },
    { name: 'a run whose record has expired', over: undefined, free: true },
  ])('left by $name: free $free', async ({ over, free }) => {
    const { slots: _, ...without } = aClaimedRun();
    const left = {
      put: keys.run('run-2'),
      attributes: attributesOf({ ...without, ...over, runId: 'run-2' }),
    };
    const both = [taken(first, 'run-2'), taken(second, 'run-2')];
    const found = await survey(
      ...(over === undefined ? [] : [left]),
      ...both.slice(0, 1),
      taken(second, 'run-3'),
      record('run-3', {}),
    );
    expect(found.facts.atOnce.takenBy).toEqual(free ? ['run-3'] : ['run-2', 'run-3']);
    expect(found.free.find(({ key }) => key.partition === first.partition)).toEqual(
      free ? { key: first, leftBy: 'run-2' } : undefined,
    );
  });

  it('beyond a limit that was lowered still count', async () => {
    const far = keys.atOnceSlot('prod', 9);
    const { facts } = await survey(
      taken(far, 'run-2'),
      record('run-2', {}),
      taken(first, 'run-3'),
      record('run-3', {}),
    );
    expect(facts.atOnce).toEqual({ limit: 2, takenBy: ['run-3', 'run-2'] });
  });

  it('of a tag are asked only where the instance has the tag', async () => {
    const { facts } = await surveySlots(await storeWith(), aRun(), LIMITS, {});
    expect(facts.onePer).toBeUndefined();
  });
});

describe('the night', () => {
  it('counts a run that was settled as well as any other that sent', async () => {
    const rig = await makeRig({
      plan: (plan) => ({ ...plan, limits: { ...plan.limits, atOnce: 2, perNight: 1, stopAfter: 9 } }),
    });
    rig.model.arm({ fault: 'hang', action: 'SwitchOver', instance: SOLO });
    const { runId } = await rig.ran();
    await rig.minutes(5);
    expect((await rig.run(runId)).settled?.as).toBe('NOT_SWITCHED');
    expect(rig.clock.now()).toBeLessThan(NIGHT + 60 * 60_000);

    expect(await rig.start({ key: 'key-2', instance: 'redis-cn0000000000000012' })).toMatchObject({
      decision: { code: 'NIGHT_LIMIT', data: { limit: 1, taken: 1 } },
    });
  });
});
