import { describe, expect, it } from 'vitest';
import {
  freeLease,
  holdForSend,
  keepHold,
  LONGEST_CHANGE,
  leaseLife,
  MARGIN,
  readLease,
  renewLease,
  takeLease,
} from '../../shared/protocol/lease.ts';
import {
  aClaimedRun,
  aRun,
  attributesAt,
  commits,
  itsLease,
  LEASE,
  LIFE,
  NOW,
  putLease,
  storeWith,
} from './runs.ts';

const run = aClaimedRun();

describe('a lease', () => {
  it('is for one instance, named by region and id', () => {
    expect(LEASE).toEqual({ partition: 'lease#cn-beijing#redis-a', sort: 'lease' });
  });

  it('is the first one of its instance only where there is none', async () => {
    const store = await storeWith();
    expect(await commits(store, [takeLease(aRun(), undefined, NOW, LIFE)])).toBe(true);
    expect(await commits(store, [takeLease(aRun(), undefined, NOW, LIFE)])).toBe(false);
  });

  it('outlives signature, margin and the longest change', () => {
    expect(leaseLife(LIFE)).toBe(LIFE + MARGIN + LONGEST_CHANGE);
  });

  const writes = {
    renewed: renewLease(run, NOW, LIFE),
    'held for a send': holdForSend(run, NOW),
    freed: freeLease(run, {}),
    'kept as a hold': keepHold(run, 'UNKNOWN', {}),
  };
  const strangers = [
    { whose: "another run's", lease: itsLease({ owner: 'run-2' }) },
    { whose: "nobody's", lease: itsLease({ owner: undefined }) },
    { whose: 'fenced off', lease: itsLease({ fence: 2 }) },
  ];
  it.each(
    Object.entries(writes).flatMap(([what, write]) => strangers.map((other) => ({ what, write, ...other }))),
  )('is never $what when it is $whose', async ({ write, lease }) => {
    expect(await commits(await storeWith(putLease(lease)), [write])).toBe(false);
  });

  it('of a run without a fence is nobody’s', async () => {
    const store = await storeWith(putLease(itsLease()));
    expect(await commits(store, [renewLease(aRun(), NOW, LIFE)])).toBe(false);
  });

  it('is renewed from now on, hold or not', async () => {
    const store = await storeWith(putLease(itsLease({ hold: 'SENT', leaseExpiresAt: 5 })));
    expect(await commits(store, [renewLease(run, NOW, LIFE)])).toBe(true);
    expect(await attributesAt(store, LEASE)).toEqual(
      itsLease({ hold: 'SENT', leaseExpiresAt: NOW + leaseLife(LIFE) }),
    );
  });

  it.each([
    { left: MARGIN, held: false },
    { left: MARGIN + 1, held: true },
  ])('with $left ms left is held for a send: $held', async ({ left, held }) => {
    const store = await storeWith(putLease(itsLease({ leaseExpiresAt: NOW + left })));
    expect(await commits(store, [holdForSend(run, NOW)])).toBe(held);
  });

  it('is unreadable when its record has another shape', () => {
    expect(() => readLease({ key: LEASE, attributes: { fence: 'x' } })).toThrow(
      'not a record of this version',
    );
  });
});
