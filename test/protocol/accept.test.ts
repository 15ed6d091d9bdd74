import { describe, expect, it } from 'vitest';
import { accept, acceptClosed, acceptedRun, START_GRACE } from '../../shared/protocol/accept.ts';
import { brokenAt, readEvent } from '../../shared/protocol/audit.ts';
import { auditPartition } from '../../shared/protocol/keys.ts';
import { decide } from '../../shared/switchover/decisions.ts';
import { DAY, HOUR } from '../../shared/time/clock.ts';
import { aRun, commits, NOW, runIn, storeWith } from './runs.ts';

describe('accepting a run', () => {
  it('writes its record once: the second delivery finds the first', async () => {
    const store = await storeWith();
    expect(await commits(store, [accept(aRun())])).toBe(true);
    expect(await commits(store, [accept(aRun({ plan: 'another' }))])).toBe(false);
    expect(await runIn(store)).toEqual(aRun());
  });

  it('is ACCEPTED where we start it, WAITING where an execution brought it along', () => {
    expect(aRun().phase).toBe('ACCEPTED');
    const { executor: _, ...acceptance } = aRun();
    expect(acceptedRun({ ...acceptance, executor: 'e' }, NOW, DAY)).toMatchObject({
      phase: 'WAITING',
      executor: 'e',
    });
  });

  it.each([
    { name: 'its acceptance', startAt: NOW - HOUR, from: NOW },
    { name: 'its start instant', startAt: NOW + HOUR, from: NOW + HOUR },
  ])('needs attention one minute after $name, where that is later', ({ startAt, from }) => {
    const run = acceptedRun({ ...aRun(), startAt }, NOW, DAY);
    expect(run.attentionAt).toBe(from + START_GRACE);
    expect(START_GRACE).toBe(60_000);
  });

  it('keeps the record for the history of the plan, in whole seconds', () => {
    expect(aRun().expiresAt).toBe(Math.ceil((NOW + 400 * DAY) / 1000));
    expect(aRun().month).toBe('2026-11');
  });
});

describe('accepting a run that ends as it is accepted', () => {
  const closing = {
    closing: {
      outcome: 'SKIPPED',
      reason: 'STALE',
      decision: decide('TRIGGER_UNDELIVERED', { undeliveredAt: NOW }),
      hold: false,
    },
    by: 'settle',
    now: NOW,
    evidence: {},
  } as const;

  it('writes it closed, with its event, in one transaction, and in the outbox', async () => {
    const store = await storeWith();
    const { writes, after } = acceptClosed(aRun(), closing);

    expect(await commits(store, writes)).toBe(true);
    expect(await runIn(store)).toEqual(after);
    expect(after).toMatchObject({ phase: 'CLOSED', outcome: 'SKIPPED', events: 1, attention: 'runs' });
    expect(after.attentionAt).toBeLessThanOrEqual(NOW + 30_000);
    const events = (await store.list(auditPartition(after.runId))).map(readEvent);
    expect(brokenAt(after.runId, events, after.link)).toBeUndefined();
  });

  it('changes nothing of a run that is known already', async () => {
    const store = await storeWith();
    await commits(store, [accept(aRun())]);

    expect(await commits(store, acceptClosed(aRun(), closing).writes)).toBe(false);
    expect(await runIn(store)).toEqual(aRun());
  });
});
