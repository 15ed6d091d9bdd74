import { describe, expect, it } from 'vitest';
import { ANNOUNCE_GRACE, type Close, type Closing, close, definedData } from '../../shared/protocol/close.ts';
import { keys } from '../../shared/protocol/keys.ts';
import type { Run } from '../../shared/protocol/run.ts';
import type { Key, Write } from '../../shared/store/store.ts';
import { decide } from '../../shared/switchover/decisions.ts';
import {
  aClaimedRun,
  aRun,
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

const AT_ONCE = keys.atOnceSlot('prod', 0);
const NIGHT = keys.nightSlot('prod', '2026-11-24', 0);
const ONE_PER = keys.onePerSlot('prod', 'orders');
const ALL = [AT_ONCE, ONE_PER, NIGHT];

const SUCCEEDED: Closing = {
  outcome: 'SUCCEEDED',
  reason: 'PROVEN',
  decision: decide('ROLES_MOVED', { provenAt: NOW, settleMilliseconds: 30_000 }),
  desired: 'yes',
  attributed: 'yes',
  hold: false,
};
const PARTIAL: Closing = {
  outcome: 'PARTIAL',
  reason: 'STOPPED_BETWEEN_BATCHES',
  decision: decide('SOME_BATCHES_ONLY', { verified: 1, batches: 3, because: 'STOP' }),
  desired: 'part',
  hold: true,
};

const OBSERVING = aClaimedRun({ phase: 'OBSERVING', version: 6, events: 2, slots: ALL });
const held = itsLease({ hold: 'SENT', lastClaimedSendAt: NOW, lastRoles: 'before', lastProvenAt: 5 });

const closeOf = (run: Run, over: Partial<Close> = {}) =>
  close(run, {
    closing: SUCCEEDED,
    by: 'execution-1',
    now: NOW,
    last: undefined,
    claimedASend: true,
    underWay: false,
    ownsLease: true,
    memory: {},
    evidence: {},
    ...over,
  });

const storeBefore = (run: Run, ...more: readonly Write[]) =>
  storeWith(putRun(run), putLease(held), ...putSlots(run), ...more);

describe('the close', () => {
  it('writes the outcome once, and leaves the run in the outbox', async () => {
    const store = await storeBefore(OBSERVING);
    const { writes, after } = closeOf(OBSERVING);

    expect(await commits(store, writes)).toBe(true);

    expect(await runIn(store)).toEqual(after);
    expect(after).toMatchObject({
      phase: 'CLOSED',
      outcome: 'SUCCEEDED',
      closedAt: NOW,
      attention: 'runs',
    });
    expect(await attributesAt(store, keys.event('run-1', 2))).toMatchObject({ kind: 'CLOSED' });
  });

  it.each([
    ['stays in its place where that has passed: moving it would cost two units', NOW - 1, NOW - 1],
    ['stays in its place where that comes in time', NOW + 20_000, NOW + 20_000],
    ['is moved forward where it lies too far ahead', NOW + 86_400_000, NOW + ANNOUNCE_GRACE],
  ])('in the outbox %s', (_case, attentionAt, expected) => {
    const { after } = closeOf({ ...OBSERVING, attentionAt });

    expect(after.attentionAt).toBe(expected);
  });

  it('is announced by settle within 150 s of a closer that died, one pass a minute', () => {
    expect(ANNOUNCE_GRACE + 60_000).toBeLessThan(150_000);
  });

  it('gives the lease back and remembers what was seen, and only that', async () => {
    const store = await storeBefore(OBSERVING);
    await commits(
      store,
      closeOf(OBSERVING, { memory: { lastRoles: 'after', lastProvenAt: undefined } }).writes,
    );
    expect(await attributesAt(store, LEASE)).toEqual({
      fence: 1,
      lastClaimedSendAt: NOW,
      lastRoles: 'after',
      lastProvenAt: 5,
    });
  });

  it('keeps the lease as a hold, named after the outcome', async () => {
    const store = await storeBefore(OBSERVING);
    await commits(store, closeOf(OBSERVING, { closing: PARTIAL }).writes);
    expect(await attributesAt(store, LEASE)).toMatchObject({ owner: 'run-1', hold: 'PARTIAL' });
    expect((await runIn(store)).hold).toBe(true);
  });

  it.each<{ name: string; over: Partial<Close>; kept: readonly Key[] }>([
    { name: 'nothing was sent: all are free', over: { claimedASend: false }, kept: [] },
    { name: 'a send was claimed: the night counts it', over: {}, kept: [NIGHT] },
    {
      name: 'held: the tag value stays taken too',
      over: { closing: PARTIAL },
      kept: [ONE_PER, NIGHT],
    },
    {
      name: 'held while its change may be under way: its place at once too',
      over: { closing: PARTIAL, underWay: true },
      kept: ALL,
    },
  ])('frees and keeps slots: $name', async ({ over, kept }) => {
    const store = await storeBefore(OBSERVING);
    await commits(store, closeOf(OBSERVING, over).writes);
    for (const slot of ALL) {
      expect(await attributesAt(store, slot)).toEqual(kept.includes(slot) ? { run: 'run-1' } : undefined);
    }
    expect((await runIn(store)).slots ?? []).toEqual(kept);
  });

  it('leaves a lease alone that is not its own any more', async () => {
    const other = itsLease({ owner: 'run-2', fence: 2 });
    const store = await storeBefore(OBSERVING, { check: keys.run('run-9'), when: { item: 'absent' } });
    await store.transact([putLease(other)]);
    expect(await commits(store, closeOf(OBSERVING, { ownsLease: false }).writes)).toBe(true);
    expect(await attributesAt(store, LEASE)).toEqual({ ...other });
  });

  it('closes a run that never claimed', async () => {
    const store = await storeWith(putRun(aRun()));
    const closing: Closing = {
      outcome: 'SKIPPED',
      reason: 'WINDOW',
      decision: decide('NEVER_OPENS', {}),
      hold: false,
    };
    const { writes } = closeOf(aRun(), { closing, claimedASend: false, ownsLease: false });
    expect(await commits(store, writes)).toBe(true);
  });

  it.each<{ name: string; found: readonly Write[] }>([
    { name: 'written since it was read', found: [putRun({ ...OBSERVING, version: 7 })] },
    { name: 'closed', found: [putRun({ ...OBSERVING, phase: 'CLOSED' })] },
    { name: "another executor's", found: [putRun({ ...OBSERVING, executor: 'execution-2' })] },
    { name: 'without its lease', found: [putLease({ ...held, owner: 'run-2' })] },
    { name: 'behind the fence of its lease', found: [putLease({ ...held, fence: 2 })] },
    { name: 'without its slot', found: [{ put: AT_ONCE, attributes: { run: 'run-2' } }] },
  ])('is refused whole for a run that is $name', async ({ found }) => {
    const store = await storeBefore(OBSERVING);
    await store.transact(found);
    expect(await commits(store, closeOf(OBSERVING).writes)).toBe(false);
    if (!found.some((write) => 'put' in write && write.put === AT_ONCE)) {
      expect(await commits(store, closeOf(OBSERVING, { closing: PARTIAL }).writes)).toBe(false);
    }
  });

  it('of two that read the same, one commits: one outcome', async () => {
    const store = await storeBefore(OBSERVING);
    expect(await commits(store, closeOf(OBSERVING).writes)).toBe(true);
    expect(await commits(store, closeOf(OBSERVING, { closing: PARTIAL }).writes)).toBe(false);
    expect((await runIn(store)).outcome).toBe('SUCCEEDED');
  });
});

it('keeps only the data that a decision has', () => {
  const data = { a: 1, b: undefined, c: ['x'] };
  expect(definedData({ code: 'STOPPED', data })).toEqual({ a: 1, c: ['x'] });
});
