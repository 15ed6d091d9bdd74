import { describe, expect, it } from 'vitest';
import { isStillSending, tooLateToSend } from '../../shared/protocol/last-look.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { SECOND } from '../../shared/time/clock.ts';
import { aClaimedRun, LIFE, NOW } from './runs.ts';

const SENDING = aClaimedRun({ phase: 'SENDING', lastBatch: 1, lastAttempt: 1 });

it.each<{ name: string; present: Partial<Run>; still: boolean }>([
  { name: 'as it was claimed', present: {}, still: true },
  { name: 'looked at meanwhile', present: { version: 7, verified: 1 }, still: true },
  { name: 'observed', present: { phase: 'OBSERVING' }, still: false },
  { name: 'closed', present: { phase: 'CLOSED' }, still: false },
  { name: 'in its next batch', present: { lastBatch: 2 }, still: false },
  { name: 'in its next attempt', present: { lastAttempt: 2 }, still: false },
  { name: 'another executor’s', present: { executor: 'execution-2' }, still: false },
])('of a run that is $name: still sending is $still', ({ present, still }) => {
  expect(isStillSending({ ...SENDING, ...present }, SENDING)).toBe(still);
});

describe('the clock of the last look', () => {
  const request = {
    now: NOW,
    lifeEndsAt: NOW + LIFE,
    life: LIFE,
    requestTimeout: 10 * SECOND,
    notAfterAt: undefined,
  };

  it('lets a request go that times out before its signature ends', () => {
    expect(tooLateToSend({ ...request, now: NOW + LIFE - 10 * SECOND - 1 })).toBeUndefined();
    const latestAt = NOW + LIFE - 10 * SECOND;
    expect(tooLateToSend({ ...request, now: latestAt })).toEqual({
      code: 'LAST_LOOK_TOO_LATE',
      data: { latestAt },
    });
  });

  it('lets no request go whose signature outlives the opening, however early it leaves', () => {
    expect(tooLateToSend({ ...request, notAfterAt: NOW + LIFE })).toBeUndefined();
    const notAfterAt = NOW + LIFE - 1;
    expect(tooLateToSend({ ...request, notAfterAt })).toEqual({
      code: 'NO_ROOM_LEFT',
      data: { notAfterAt, lifeMilliseconds: LIFE },
    });
  });
});
