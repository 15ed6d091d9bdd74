import { describe, expect, it } from 'vitest';
import { changed } from '../../shared/protocol/advance.ts';
import { claim } from '../../shared/protocol/claim.ts';
import { keys } from '../../shared/protocol/keys.ts';
import { leaseLife, MARGIN } from '../../shared/protocol/lease.ts';
import type { Run } from '../../shared/protocol/run.ts';
import type { Write } from '../../shared/store/store.ts';
import {
  aRun,
  attributesAt,
  commits,
  EXECUTOR,
  happening,
  itsLease,
  LEASE,
  LIFE,
  NOW,
  putLease,
  putRun,
  runIn,
  storeWith,
} from './runs.ts';

const SLOT = keys.atOnceSlot('prod', 0);
const NIGHT = keys.nightSlot('prod', '2026-11-24', 0);

const claimOf = (run: Run, lease?: ReturnType<typeof itsLease>, leftBy?: string) =>
  claim(run, {
    executor: EXECUTOR,
    lease,
    slots: [{ key: SLOT, ...(leftBy !== undefined && { leftBy }) }, { key: NIGHT }],
    now: NOW,
    life: LIFE,
    event: happening('CLAIMED'),
    last: undefined,
  });

describe('the claim', () => {
  it('takes lease and slots and makes the run CLAIMED by its executor, all at once', async () => {
    const store = await storeWith(putRun(aRun()));
    const { writes, after } = claimOf(aRun());

    expect(await commits(store, writes)).toBe(true);

    expect(await runIn(store)).toEqual(after);
    expect(after).toMatchObject({ phase: 'CLAIMED', executor: EXECUTOR, fence: 1, version: 1, events: 1 });
    expect(await attributesAt(store, LEASE)).toEqual({
      owner: 'run-1',
      fence: 1,
      leaseExpiresAt: NOW + leaseLife(LIFE),
    });
    expect(await attributesAt(store, SLOT)).toEqual({ run: 'run-1' });
    expect(await attributesAt(store, NIGHT)).toEqual({ run: 'run-1' });
    expect(await attributesAt(store, keys.event('run-1', 0))).toMatchObject({ kind: 'CLAIMED', number: 0 });
  });

  it('lives longer than the longest legal effect of a send signed at its end', () => {
    expect(leaseLife(LIFE)).toBe(LIFE + MARGIN + 600_000);
  });

  it.each<{ name: string; run: Run; lease: ReturnType<typeof itsLease> }>([
    {
      name: 'a lease that somebody gave back, remembering what was seen',
      run: aRun(),
      lease: { fence: 7, lastRoles: 'digest', lastClaimedSendAt: 5 },
    },
    {
      name: 'a lease that expired more than a margin ago',
      run: aRun({ phase: 'WAITING', executor: EXECUTOR }),
      lease: itsLease({ owner: 'run-0', fence: 7, leaseExpiresAt: NOW - MARGIN - 1 }),
    },
  ])('takes over $name, one fence higher', async ({ run, lease }) => {
    const store = await storeWith(putRun(run), putLease(lease));

    expect(await commits(store, claimOf(run, lease).writes)).toBe(true);

    expect(await attributesAt(store, LEASE)).toEqual({
      ...lease,
      owner: 'run-1',
      fence: 8,
      leaseExpiresAt: NOW + leaseLife(LIFE),
    });
    expect((await runIn(store)).fence).toBe(8);
  });

  it('takes a slot that a closed run left over', async () => {
    const store = await storeWith(putRun(aRun()), { put: SLOT, attributes: { run: 'run-0' } });
    expect(await commits(store, claimOf(aRun(), undefined, 'run-0').writes)).toBe(true);
    expect(await attributesAt(store, SLOT)).toEqual({ run: 'run-1' });
  });

  const free = itsLease({ owner: undefined, leaseExpiresAt: undefined, fence: 7 });
  const expired = itsLease({ owner: 'run-0', fence: 7, leaseExpiresAt: NOW - MARGIN - 1 });
  const slotOf = (run: string): Write => ({ put: SLOT, attributes: { run } });
  it.each<{ name: string; read?: typeof free; found: readonly Write[]; leftBy?: string }>([
    { name: 'a hold', read: expired, found: [putLease({ ...expired, hold: 'UNKNOWN' })] },
    { name: 'a hold without owner', read: free, found: [putLease({ ...free, hold: 'UNKNOWN' })] },
    {
      name: 'an owner whose lease lives',
      read: expired,
      found: [putLease({ ...expired, leaseExpiresAt: NOW })],
    },
    {
      name: 'an owner whose lease expired by a margin only',
      read: expired,
      found: [putLease({ ...expired, leaseExpiresAt: NOW - MARGIN })],
    },
    {
      name: 'a fence that has moved since it was read',
      read: expired,
      found: [putLease({ ...expired, fence: 8 })],
    },
    { name: 'a lease where none was read', found: [putLease(expired)] },
    { name: 'a slot that is taken', found: [slotOf('run-0')] },
    { name: 'a left-over slot that somebody else took first', found: [slotOf('run-2')], leftBy: 'run-0' },
    {
      name: 'an event under the next number',
      found: [{ put: keys.event('run-1', 0), attributes: { number: 0 } }],
    },
    { name: 'a run that was written since it was read', found: [putRun(aRun({ version: 1 }))] },
    { name: 'a run with an executor', found: [putRun(aRun({ executor: 'execution-2' }))] },
    { name: 'a run in CLAIMED', found: [putRun(aRun({ phase: 'CLAIMED' }))] },
    { name: 'a run in SENDING', found: [putRun(aRun({ phase: 'SENDING' }))] },
    { name: 'a run in OBSERVING', found: [putRun(aRun({ phase: 'OBSERVING' }))] },
    { name: 'a closed run', found: [putRun(aRun({ phase: 'CLOSED' }))] },
  ])('is refused whole by $name', async ({ read, found, leftBy }) => {
    const store = await storeWith(putRun(aRun()));
    await store.transact(found);
    expect(await commits(store, claimOf(aRun(), read, leftBy).writes)).toBe(false);
  });

  it('of two that read the same, one commits', async () => {
    const store = await storeWith(putRun(aRun()), putLease(expired));
    const other = claim(changed(aRun(), {}), {
      ...{ executor: 'execution-2', lease: expired, slots: [], now: NOW, life: LIFE },
      event: happening('CLAIMED'),
      last: undefined,
    });
    expect(await commits(store, claimOf(aRun(), expired).writes)).toBe(true);
    expect(await commits(store, other.writes)).toBe(false);
  });
});
