import { expect, it } from 'vitest';
import type { LeaseFacts } from '../../../shared/switchover/gates/facts.ts';
import { leaseGate } from '../../../shared/switchover/gates/lease.ts';

const now = 1_000;
const ask = (lease: LeaseFacts | undefined, continuing = false) =>
  leaseGate({ now, margin: 5, runId: 'mine', lease, continuing });

it.each<[string, LeaseFacts | undefined, string, string]>([
  ['never taken', undefined, 'yes', 'LEASE_FREE'],
  ['released', { lastClaimedSendAt: 1 }, 'yes', 'LEASE_FREE'],
  ['taken by another', { owner: 'other', expiresAt: 2_000 }, 'not yet', 'INSTANCE_BUSY'],
  ['expired within the margin', { owner: 'other', expiresAt: 995 }, 'not yet', 'INSTANCE_BUSY'],
  ['expired longer ago than the margin', { owner: 'other', expiresAt: 994 }, 'yes', 'LEASE_FREE'],
  ['without an expiry', { owner: 'other' }, 'not yet', 'INSTANCE_BUSY'],
  [
    'expired long ago, but its run has sent',
    { owner: 'other', expiresAt: 1, hold: 'SENT' },
    'not yet',
    'INSTANCE_BUSY',
  ],
  [
    'expired long ago, but held',
    { owner: 'other', expiresAt: 1, hold: 'UNKNOWN' },
    'not yet',
    'INSTANCE_HELD',
  ],
  ['held by nobody known', { hold: 'PARTIAL' }, 'not yet', 'INSTANCE_HELD'],
  ['ours', { owner: 'mine', expiresAt: 1 }, 'yes', 'LEASE_OURS'],
])('a lease that is %s', (_, lease, answer, code) => {
  expect(ask(lease)).toMatchObject({ gate: 'lease', answer, decision: { code } });
});

it.each<[string, LeaseFacts | undefined, string, string]>([
  ['still ours, our own hold included', { owner: 'mine', hold: 'SENT' }, 'yes', 'LEASE_OURS'],
  ['gone to another', { owner: 'other' }, 'no', 'LEASE_LOST'],
  ['gone', undefined, 'no', 'LEASE_LOST'],
])('for a run that goes on, a lease that is %s', (_, lease, answer, code) => {
  expect(ask(lease, true)).toMatchObject({ answer, decision: { code } });
});

it('names no instant for a busy instance, for its run may close at any moment', () => {
  expect(ask({ owner: 'other', expiresAt: 2_000 })).not.toHaveProperty('untilAt');
});
