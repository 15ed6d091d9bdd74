import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/keys.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { type Settlement, settleRun } from '../../shared/protocol/settlement.ts';
import type { Write } from '../../shared/store/store.ts';
import { decide } from '../../shared/switchover/decisions.ts';
import {
  aClaimedRun,
  attributesAt,
  commits,
  itsLease,
  LEASE,
  NOW,
  putLease,
  putRun,
  putSlots,
  runIn,
  storeWith,
} from './runs.ts';

const ONE_PER = keys.onePerSlot('prod', 'orders');
const NIGHT = keys.nightSlot('prod', '2026-11-24', 0);
const HELD: Run = aClaimedRun({
  ...{ phase: 'CLOSED', outcome: 'UNKNOWN', reason: 'NO_EVIDENCE', hold: true, version: 8, events: 3 },
  slots: [ONE_PER, NIGHT],
  announcedAt: NOW,
});
const lease = itsLease({ hold: 'UNKNOWN', lastRoles: 'before' });

const settlementOf = (run: Run, over: Partial<Settlement> = {}) =>
  settleRun(run, {
    as: 'NOT_SWITCHED',
    decision: decide('SETTLED_NOT_SWITCHED', { firstReadAt: NOW - 1, secondReadAt: NOW }),
    by: 'settle',
    now: NOW,
    last: undefined,
    ownsLease: true,
    memory: { lastRoles: 'after' },
    ...over,
  });

const storeBefore = (run = HELD) => storeWith(putRun(run), putLease(lease), ...putSlots(run));

describe('settling a hold', () => {
  it('says once as what, keeps the outcome, frees the lease, and goes to the outbox', async () => {
    const store = await storeBefore();
    const { writes, after } = settlementOf(HELD);

    expect(await commits(store, writes)).toBe(true);

    expect(await runIn(store)).toEqual(after);
    expect(after).toMatchObject({
      outcome: 'UNKNOWN',
      reason: 'NO_EVIDENCE',
      settled: { as: 'NOT_SWITCHED', at: NOW, announced: false },
      attention: 'runs',
      attentionAt: NOW,
    });
    expect(after.hold).toBeUndefined();
    expect(await attributesAt(store, LEASE)).toEqual({ fence: 1, lastRoles: 'after' });
    expect(await attributesAt(store, keys.event('run-1', 3))).toMatchObject({ kind: 'SETTLED' });
  });

  it("frees the tag value's slot; the night's stays taken and stays the run's", async () => {
    const store = await storeBefore();
    await commits(store, settlementOf(HELD).writes);
    expect(await attributesAt(store, ONE_PER)).toBeUndefined();
    expect(await attributesAt(store, NIGHT)).toEqual({ run: 'run-1' });
    expect((await runIn(store)).slots).toEqual([NIGHT]);
  });

  it('leaves a lease alone that is not its own', async () => {
    const store = await storeBefore();
    const other = itsLease({ owner: 'run-2', fence: 2 });
    await store.transact([putLease(other)]);
    expect(await commits(store, settlementOf(HELD, { ownsLease: false }).writes)).toBe(true);
    expect(await attributesAt(store, LEASE)).toEqual({ ...other });
  });

  const settled = { as: 'ACKNOWLEDGED', at: 1, decision: { code: 'X', data: {} }, announced: true } as const;
  it.each<{ name: string; found: readonly Write[] }>([
    { name: 'was settled before', found: [putRun({ ...HELD, settled })] },
    { name: 'is not closed', found: [putRun({ ...HELD, phase: 'OBSERVING' })] },
    { name: 'was written since it was read', found: [putRun({ ...HELD, version: 9 })] },
    { name: 'lost its lease', found: [putLease({ ...lease, owner: 'run-2' })] },
    { name: 'is behind its fence', found: [putLease({ ...lease, fence: 2 })] },
  ])('is refused whole for a run that $name', async ({ found }) => {
    const store = await storeBefore();
    await store.transact(found);
    expect(await commits(store, settlementOf(HELD).writes)).toBe(false);
  });
});
