import { describe, expect, it } from 'vitest';
import { listStops, makeStop } from '../../shared/steps/stops.ts';
import { makeRig, NIGHT } from './rig.ts';

describe('stops', () => {
  it('say who, why and when, and stay until they are lifted', async () => {
    const rig = await makeRig();
    expect(await rig.stop('account:prod')).toMatchObject({ stopped: true });
    expect(await listStops(rig)).toEqual([
      { scope: 'account:prod', by: 'tester', reason: 'test', at: NIGHT },
    ]);
    expect(await rig.resume('account:prod')).toBe(true);
    expect(await rig.resume('account:prod')).toBe(false);
    expect(await listStops(rig)).toEqual([]);
  });

  it('of a scope that is none are refused', async () => {
    const rig = await makeRig();
    expect(await rig.stop('prod')).toEqual({ stopped: false, what: 'unknown scope' });
    expect(await listStops(rig)).toEqual([]);
  });

  it('keep what was sent before from nothing: it is observed to its end', async () => {
    const rig = await makeRig();
    const runId = await rig.accepted();
    await rig.clock.advanceTo(NIGHT + 5_000);
    await rig.stop('everything');
    await rig.ended(runId);
    expect(await rig.run(runId)).toMatchObject({ outcome: 'SUCCEEDED' });
  });
});

describe('a stop that would halt nothing', () => {
  it.each([
    ['account:prdo', 'account:prod'],
    ['rule:sola', 'rule:solo'],
    ['instance:cn-beijing/nobody', undefined],
  ])('%s is refused and not put', async (scope, meant) => {
    const { ports } = await makeRig();

    const answer = await makeStop(ports)({ scope, by: 'ana', reason: 'incident' });

    expect(answer).toEqual({ stopped: false, what: 'matches nothing', ...(meant && { nearest: meant }) });
    expect(await listStops(ports)).toEqual([]);
  });
});
