import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/keys.ts';
import { MARGIN } from '../../shared/protocol/lease.ts';
import { attributesOf } from '../../shared/protocol/record.ts';
import type { Run } from '../../shared/protocol/run.ts';
import {
  claimSend,
  MOST_ATTEMPTS,
  markNotSent,
  readSends,
  recordAnswer,
} from '../../shared/protocol/send.ts';
import type { Store, Write } from '../../shared/store/store.ts';
import {
  aClaimedRun,
  attributesAt,
  commits,
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

const PINNED = aClaimedRun({ phase: 'PINNED', batches: 3, version: 4, events: 1 });
const send = (batch: number, attempt: number, answer = 'none', by = 'me'): Write => ({
  put: keys.send('run-1', batch, attempt),
  attributes: { batch, attempt, by, targets: ['node'], claimedAt: NOW, lifeEndsAt: NOW + LIFE, answer },
});

const claimOf = (run: Run, batch = 1, attempt = 1) =>
  claimSend(run, {
    batch,
    attempt,
    by: 'me',
    targets: ['node'],
    lifeEndsAt: NOW + LIFE,
    now: NOW,
    event: happening('SENDING'),
    last: undefined,
  });

describe('the claim of a send', () => {
  it('puts the send, makes the run SENDING and the lease a hold that no expiry frees', async () => {
    const store = await storeWith(putRun(PINNED), putLease(itsLease()));
    const { writes, after } = claimOf(PINNED);

    expect(await commits(store, writes)).toBe(true);

    expect(await runIn(store)).toEqual(after);
    expect(after).toMatchObject({ phase: 'SENDING', lastBatch: 1, lastAttempt: 1, events: 2 });
    expect(await attributesAt(store, LEASE)).toMatchObject({ hold: 'SENT', lastClaimedSendAt: NOW });
    expect(readSends(await store.list('run#run-1'))).toEqual([
      expect.objectContaining({ batch: 1, attempt: 1, answer: 'none', expiresAt: NOW + LIFE }),
    ]);
    expect(await attributesAt(store, keys.event('run-1', 1))).toMatchObject({ kind: 'SENDING' });
  });

  const observing = aClaimedRun({ ...PINNED, phase: 'OBSERVING' });
  it.each<{ name: string; run: Run; there?: Write[]; batch: number; attempt: number }>([
    { name: 'the next batch after a verified one', run: { ...observing, verified: 1 }, batch: 2, attempt: 1 },
    {
      name: 'the next attempt after a throttled one',
      run: observing,
      there: [send(1, 1, 'throttled')],
      batch: 1,
      attempt: 2,
    },
  ])('is allowed for $name', async ({ run, there = [], batch, attempt }) => {
    const store = await storeWith(putRun(run), putLease(itsLease({ hold: 'SENT' })), ...there);
    expect(await commits(store, claimOf(run, batch, attempt).writes)).toBe(true);
  });

  it.each<{ name: string; run?: Run; found: readonly Write[]; batch?: number; attempt?: number }>([
    { name: 'another owner', found: [putLease(itsLease({ owner: 'run-2' }))] },
    { name: 'no owner', found: [putLease(itsLease({ owner: undefined }))] },
    { name: 'another fence', found: [putLease(itsLease({ fence: 2 }))] },
    { name: 'a lease that has expired', found: [putLease(itsLease({ leaseExpiresAt: NOW }))] },
    {
      name: 'a lease that expires within the margin',
      found: [putLease(itsLease({ leaseExpiresAt: NOW + MARGIN }))],
    },
    { name: 'no lease at all', found: [{ delete: LEASE }] },
    { name: 'a run that was written since', found: [putRun({ ...PINNED, version: 5 })] },
    { name: 'a run of another executor', found: [putRun({ ...PINNED, executor: 'execution-2' })] },
    { name: 'a run that is CLAIMED', found: [putRun({ ...PINNED, phase: 'CLAIMED' })] },
    { name: 'a run that is SENDING', found: [putRun({ ...PINNED, phase: 'SENDING' })] },
    { name: 'a run that is CLOSED', found: [putRun({ ...PINNED, phase: 'CLOSED' })] },
    { name: 'a send under the same number', found: [send(1, 1)] },
    { name: 'a batch before it that is not verified', found: [], batch: 2 },
    { name: 'a batch that is verified already', found: [putRun({ ...PINNED, verified: 1 })] },
    ...['none', 'accepted', 'refused', 'ambiguous', 'NOT_SENT'].map((answer) => ({
      name: `an attempt before it that was ${answer}`,
      run: observing,
      found: [send(1, 1, answer)],
      attempt: 2,
    })),
    { name: 'no attempt before the second', run: observing, found: [], attempt: 2 },
    { name: 'an event under the next number', found: [{ put: keys.event('run-1', 1), attributes: {} }] },
  ])('is refused whole by $name', async ({ run = PINNED, found, batch = 1, attempt = 1 }) => {
    const store = await storeWith(putRun(run), putLease(itsLease()));
    if (found.length > 0) await store.transact(found);
    expect(await commits(store, claimOf(run, batch, attempt).writes)).toBe(false);
  });

  it('has three attempts at most', () => {
    expect(MOST_ATTEMPTS).toBe(3);
  });
});

describe('the answer of a send', () => {
  const SENDING = { ...PINNED, phase: 'SENDING' as const, lastBatch: 1, lastAttempt: 1 };
  const mine = { batch: 1, attempt: 1, by: 'me' };
  const answer = { kind: 'throttled', code: 'FlowLimitExceeded', requestId: 'r' } as const;
  const sent = (answered = 'none', by = 'me'): Promise<Store> =>
    storeWith(putRun(SENDING), putLease(itsLease({ hold: 'SENT' })), send(1, 1, answered, by));

  it('is written on the send, and the run observes', async () => {
    const store = await sent();
    const { writes, after } = recordAnswer(SENDING, mine, answer, NOW);

    expect(await commits(store, writes)).toBe(true);

    expect(await runIn(store)).toEqual(after);
    expect(after.phase).toBe('OBSERVING');
    expect(await attributesAt(store, keys.send('run-1', 1, 1))).toMatchObject({
      answer: 'throttled',
      answeredAt: NOW,
      code: 'FlowLimitExceeded',
      requestId: 'r',
    });
  });

  it.each([
    { name: 'who did not claim the send', answered: 'none', by: 'somebody else' },
    { name: 'after the last look said no', answered: 'NOT_SENT', by: 'me' },
    { name: 'a second time', answered: 'accepted', by: 'me' },
  ])('is not written by one $name', async ({ answered, by }) => {
    const store = await sent(answered, by);
    expect(await commits(store, recordAnswer(SENDING, mine, answer, NOW).writes)).toBe(false);
    expect(await commits(store, recordAnswer(SENDING, mine, answer, NOW).writes.slice(1))).toBe(false);
    expect(await commits(store, [markNotSent('me', keys.send('run-1', 1, 1), 'STOPPED')])).toBe(false);
  });

  it('is not written on a run that has moved on', async () => {
    const store = await sent();
    await store.transact([putRun({ ...SENDING, version: SENDING.version + 1 })]);
    expect(await commits(store, recordAnswer(SENDING, mine, answer, NOW).writes)).toBe(false);
  });

  it('is NOT_SENT with its reason, by its own claimer', async () => {
    const store = await sent();
    expect(await commits(store, [markNotSent('me', keys.send('run-1', 1, 1), 'STOPPED')])).toBe(true);
    expect(readSends(await store.list('run#run-1'))).toEqual([
      expect.objectContaining({ answer: 'NOT_SENT', notSentBecause: 'STOPPED' }),
    ]);
  });

  it('is never written where no send was claimed', async () => {
    const store = await storeWith(putRun(SENDING));
    expect(await commits(store, [markNotSent('me', keys.send('run-1', 1, 1), 'STOPPED')])).toBe(false);
  });
});

describe('the sends of a run', () => {
  it('come in the order of batch and attempt, pins and tokens left out', async () => {
    const store = await storeWith(
      ...[send(10, 1), send(2, 2), send(2, 1, 'throttled')],
      { put: keys.pin('run-1', 1), attributes: {} },
      { put: keys.token('run-1', 'x'), attributes: {} },
    );
    const sends = readSends(await store.list('run#run-1'));
    expect(sends.map(({ batch, attempt }) => [batch, attempt])).toEqual([
      [2, 1],
      [2, 2],
      [10, 1],
    ]);
  });

  it('keep the end of the signature apart from the end of the record', () => {
    const attributes = attributesOf({
      ...{ batch: 1, attempt: 1, by: 'me', targets: [], claimedAt: 1, lifeEndsAt: 2, answer: 'none' },
      expiresAt: 99,
    });
    const [read] = readSends([{ key: keys.send('run-1', 1, 1), attributes }]);
    expect(read?.expiresAt).toBe(2);
  });
});
