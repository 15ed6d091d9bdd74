import type { Executed } from '../../shared/local-volcengine/log.ts';
import { clientTokenOf } from '../../shared/protocol/identity.ts';
import type { ClaimedSend } from '../../shared/protocol/send.ts';
import { aRun, INSTANCE, itsLease, LIFE, NOW } from '../protocol/runs.ts';
import type { Story, Truth } from './judge.ts';

/** A send of the run's first batch that the endpoint has said yes to. */
export const aSend = (over: Partial<ClaimedSend> = {}): ClaimedSend => ({
  batch: 1,
  attempt: 1,
  by: 'nonce-1',
  targets: ['node-b'],
  claimedAt: NOW,
  expiresAt: NOW + LIFE,
  answer: 'accepted',
  answeredAt: NOW + 20,
  ...over,
});

/** A run that switched one shard from node-a to node-b, and says so. */
export function aStory(run: Partial<Story['run']> = {}, over: Partial<Story> = {}): Story {
  return {
    run: aRun({
      phase: 'CLOSED',
      outcome: 'SUCCEEDED',
      reason: 'PROVEN',
      desired: 'yes',
      attributed: 'yes',
      hold: false,
      closedAt: NOW + 60_000,
      announcedAt: NOW + 60_000,
      ...run,
    }),
    pins: [
      {
        batch: 1,
        clientToken: clientTokenOf('run-1', 1),
        pins: [{ shardId: 'shard-1', target: 'node-b', expectedPrimary: 'node-a' }],
      },
    ],
    sends: [aSend()],
    events: [],
    lease: itsLease({ owner: undefined }),
    ...over,
  };
}

/** The effect that the endpoint logged of it. */
export const anEffect = (over: Partial<Executed> = {}): Executed => ({
  effect: 'SwitchOver',
  at: NOW + 10,
  instanceId: INSTANCE,
  nodeIds: ['node-b'],
  clientToken: clientTokenOf('run-1', 1),
  requestId: 'request-1',
  ...over,
});

/** The endpoint has met one call, executed it, and node-b is primary. */
export const aTruth = (over: Partial<Truth> = {}): Truth => ({
  executed: [anEffect()],
  calls: new Map([[INSTANCE, 1]]),
  primaries: new Set(['node-b']),
  ...over,
});
