import { describe, expect, it } from 'vitest';
import { closeRun, leaseOf, owns } from '../../shared/steps/close-run.ts';
import { RunChanged } from '../../shared/steps/errors.ts';
import { decide } from '../../shared/switchover/decisions.ts';
import { SECOND } from '../../shared/time/clock.ts';
import { aClaimedRun, itsLease } from '../protocol/runs.ts';
import { makeRig, NIGHT, SOLO } from './rig.ts';

const SKIPPED = {
  outcome: 'SKIPPED',
  reason: 'STOP',
  decision: decide('NOTHING_WAS_SENT', {}),
  hold: false,
} as const;

/** A run whose send is under way. */
async function sending() {
  const rig = await makeRig();
  rig.model.arm({ fault: 'hang', action: 'SwitchOver', instance: SOLO });
  const runId = await rig.accepted();
  await rig.clock.advanceTo(NIGHT + 5 * SECOND);
  return { rig, runId, file: await rig.file(runId) };
}

describe('closing a run', () => {
  it('never frees the lease while a send can still land, whoever asks', async () => {
    const { rig, file, runId } = await sending();
    await expect(closeRun(rig.ports, file, SKIPPED, 'somebody')).rejects.toThrow('can still land');
    expect((await rig.run(runId)).phase).toBe('SENDING');
    expect(await rig.lease()).toMatchObject({ hold: 'SENT', owner: runId });
  });

  it('may hold it instead', async () => {
    const { rig, file } = await sending();
    const unknown = { ...SKIPPED, outcome: 'UNKNOWN', reason: 'NO_EVIDENCE', hold: true } as const;
    expect(await closeRun(rig.ports, file, unknown, 'somebody')).toMatchObject({ outcome: 'UNKNOWN' });
    expect(await rig.lease()).toMatchObject({ hold: 'UNKNOWN' });
  });

  it('frees it once the signature has ended and a margin has passed', async () => {
    const { rig, file } = await sending();
    const at = (now: number) => ({ ...rig.ports, clock: { ...rig.clock, now: () => now } });
    await expect(closeRun(at(NIGHT + 35 * SECOND), file, SKIPPED, 'x')).rejects.toThrow('can still land');
    expect(await closeRun(at(NIGHT + 35 * SECOND + 1), file, SKIPPED, 'x')).toMatchObject({
      phase: 'CLOSED',
    });
  });

  it('of two closers lets one through', async () => {
    const { rig, file } = await sending();
    const unknown = { ...SKIPPED, outcome: 'UNKNOWN', hold: true } as const;
    await closeRun(rig.ports, file, unknown, 'one');
    await expect(closeRun(rig.ports, file, unknown, 'two')).rejects.toBeInstanceOf(RunChanged);
  });
});

describe('the lease', () => {
  it('is a run’s own by owner and fence', () => {
    const run = aClaimedRun();
    expect(owns(itsLease(), run)).toBe(true);
    expect(owns(itsLease({ fence: 2 }), run)).toBe(false);
    expect(owns(itsLease({ owner: 'run-2' }), run)).toBe(false);
    expect(owns(undefined, run)).toBe(false);
  });

  it('is absent before the first run', async () => {
    const rig = await makeRig();
    expect(await leaseOf(rig.store, { instance: `cn-beijing/${SOLO}` })).toBeUndefined();
  });
});
