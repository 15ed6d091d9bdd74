import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/keys.ts';
import { attributesOf } from '../../shared/protocol/record.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { lastLook } from '../../shared/steps/last-look.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { aClaimedRun } from '../protocol/runs.ts';
import { makeRig, NIGHT, type Rig, SOLO } from './rig.ts';

const OPENING = {
  day: '2026-11-24',
  opensAt: NIGHT - HOUR,
  cutoffAt: NIGHT + HOUR,
  closesAt: NIGHT + 2 * HOUR,
};
const SENDING = aClaimedRun({
  instance: `cn-beijing/${SOLO}`,
  phase: 'SENDING',
  lastBatch: 1,
  lastAttempt: 1,
  rule: 'solo',
  opening: OPENING,
});
const LIFE_ENDS = NIGHT + 30 * SECOND;

/** A last look at `now`, after whatever happened since the claim. */
async function looking({
  now = NIGHT,
  found = SENDING,
  run = SENDING,
  since = async () => undefined,
}: {
  now?: number;
  found?: Run | undefined;
  run?: Run;
  since?: (rig: Rig) => Promise<unknown>;
}) {
  const rig = await makeRig({ at: now });
  if (found !== undefined)
    await rig.store.transact([{ put: keys.run(run.runId), attributes: attributesOf(found) }]);
  await since(rig);
  return await lastLook(rig.ports, run, LIFE_ENDS);
}

describe('the last look', () => {
  it('lets a send go that is still the run’s last, in time, under no stop and no freeze', async () => {
    expect(await looking({})).toBeUndefined();
  });

  it.each<{ name: string; found: Run | undefined }>([
    { name: 'observed meanwhile', found: { ...SENDING, phase: 'OBSERVING' } },
    { name: 'closed meanwhile', found: { ...SENDING, phase: 'CLOSED' } },
    { name: 'in its next batch', found: { ...SENDING, lastBatch: 2 } },
    { name: 'in its next attempt', found: { ...SENDING, lastAttempt: 2 } },
    { name: 'another executor’s', found: { ...SENDING, executor: 'execution-2' } },
    { name: 'gone', found: undefined },
  ])('says no for a run that is $name', async ({ found }) => {
    const answer = found === undefined ? await gone() : await looking({ found });
    expect(answer).toMatchObject({ answer: 'no', reason: 'BUSY' });
  });
  const gone = async () => await lastLook((await makeRig()).ports, SENDING, LIFE_ENDS);

  it.each(['everything', 'account:prod', 'rule:solo', `instance:cn-beijing/${SOLO}`])(
    'says no under a stop of %s',
    async (scope) => {
      const answer = await looking({ since: (rig) => rig.stop(scope) });
      expect(answer).toMatchObject({ reason: 'STOP', decision: { code: 'STOPPED', data: { scope } } });
    },
  );

  it('lets go under a stop of somebody else', async () => {
    expect(await looking({ since: (rig) => rig.stop('account:other') })).toBeUndefined();
  });

  it('says no in a freeze of the plan in force, whatever plan the run began under', async () => {
    const freeze = { name: 'f', from: '2026-11-24', through: '2026-11-24', timezone: 'Asia/Shanghai' };
    const since = (rig: Rig) => rig.apply((plan) => ({ ...plan, freezes: [freeze] }));
    expect(await looking({ since })).toMatchObject({ reason: 'FREEZE', decision: { code: 'FROZEN' } });
  });

  const lateBy = (latestAt: number) => [
    { name: `${latestAt - NIGHT - 1}`, now: latestAt - 1, run: SENDING, goes: true },
    { name: `${latestAt - NIGHT}`, now: latestAt, run: SENDING, goes: false },
  ];
  it.each(lateBy(LIFE_ENDS - 10 * SECOND))(
    'at $name ms: $goes, by the signature less the request',
    async ({ now, run, goes }) => {
      const answer = await looking({ now, found: run, run });
      if (goes) expect(answer).toBeUndefined();
      else expect(answer).toMatchObject({ reason: 'WINDOW', decision: { data: { latestAt: now } } });
    },
  );

  it.each([
    ['the run', 1, 'goes'],
    ['the run', 2, 'goes'],
    ['the run', 3, 'LAST_LOOK_UNREADABLE'],
    ['the plan in force', 1, 'goes'],
    ['the plan in force', 3, 'LAST_LOOK_UNREADABLE'],
  ])('%s is not answered %i times: %s', async (what, times, expected) => {
    const rig = await makeRig({ at: NIGHT });
    await rig.store.transact([{ put: keys.run(SENDING.runId), attributes: attributesOf(SENDING) }]);
    const wanted = what === 'the run' ? 'run' : 'plan';
    let failures = 0;
    const store: typeof rig.store = {
      ...rig.store,
      async get(key) {
        if (key.sort === wanted && failures < times) {
          failures += 1;
          throw new StoreUnavailable('away');
        }
        return await rig.store.get(key);
      },
    };
    const answer = await rig.driven(lastLook({ ...rig.ports, store }, SENDING, LIFE_ENDS));

    expect(failures).toBe(times);
    expect(answer?.decision.code ?? 'goes').toBe(expected);
  });

  it.each([
    { name: 'ends a margin before the close', closesAt: LIFE_ENDS + 5 * SECOND, goes: true },
    { name: 'ends within a margin of it', closesAt: LIFE_ENDS + 5 * SECOND - 1, goes: false },
    { name: 'outlives it', closesAt: LIFE_ENDS - 5 * SECOND, goes: false },
  ])(
    'of a signature that $name: $goes, for its bytes may arrive until it ends',
    async ({ closesAt, goes }) => {
      const run = { ...SENDING, opening: { ...OPENING, closesAt } };
      const answer = await looking({ found: run, run });
      const decision = { code: 'NO_ROOM_LEFT', data: { notAfterAt: closesAt - 5 * SECOND } };
      if (goes) expect(answer).toBeUndefined();
      else expect(answer).toMatchObject({ answer: 'no', reason: 'WINDOW', decision });
    },
  );

  it('says no right before a freeze begins', async () => {
    const midnight = Date.parse('2026-11-25T00:00:00+08:00');
    const freeze = { name: 'f', from: '2026-11-25', through: '2026-11-25', timezone: 'Asia/Shanghai' };
    const opening = { ...OPENING, closesAt: midnight + HOUR };
    const rig = await makeRig({ at: midnight - 5 * SECOND });
    await rig.apply((plan) => ({ ...plan, freezes: [freeze] }));
    const run = { ...SENDING, opening };
    await rig.store.transact([{ put: keys.run(run.runId), attributes: attributesOf(run) }]);
    expect(await lastLook(rig.ports, run, midnight + MINUTE)).toMatchObject({ reason: 'WINDOW' });
  });
});
