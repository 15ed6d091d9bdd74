import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANNOUNCE_GRACE } from '../../shared/protocol/close.ts';
import { executionIdOf } from '../../shared/runtime/workflow-engine.ts';
import type { Announcer } from '../../shared/steps/ports.ts';
import { openRun } from '../../shared/steps/run-file.ts';
import { StoreRefused } from '../../shared/store/errors.ts';
import { MINUTE } from '../../shared/time/clock.ts';
import { FLEET, practicePlan, rehearsal, SOLO } from './rehearsal.ts';
import { temporaryFolder } from './temporary-folder.ts';

const storePath = () => join(temporaryFolder(), 'store.sqlite');

describe('an embedded Offpeak', () => {
  it('starts what is due by itself and closes it, proven, in one file', async () => {
    const path = storePath();
    const { embedded, clock, model } = rehearsal(path, { at: Date.parse('2026-11-25T14:00:00+08:00') });
    await embedded.apply(practicePlan());
    expect(await embedded.due()).toEqual({ started: [], skipped: [], waiting: 0 });

    await clock.sleepUntil(Date.parse('2026-11-26T02:00:00+08:00'));
    const { started } = await embedded.due();
    await embedded.engine.ended(started[0] ?? '');

    const { run } = await openRun(embedded.ports.store, started[0] ?? '');
    expect(run).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'yes' });
    expect(run.instance).toBe(`cn-beijing/${SOLO}`);
    expect(run.executor).toBe(executionIdOf(run.runId));
    expect(model.executed()).toHaveLength(1);
    expect(existsSync(path)).toBe(true);
  });

  it('does nothing before it is told to', async () => {
    const { embedded, clock, model } = rehearsal(storePath());
    await embedded.apply(practicePlan());

    await clock.sleepUntil(clock.now() + 10 * MINUTE);

    expect(model.answered()).toEqual([]);
    expect(embedded.engine.inFlight()).toBe(0);
  });

  it('writes what it did in sentences of its reader, and tells it to the log', async () => {
    const { embedded, log, start } = rehearsal(storePath());
    await embedded.apply(practicePlan());

    const runId = await start({ dryRun: true });
    const ended = await embedded.engine.ended(runId);

    const sentence = 'Observed (dry run)';
    expect(ended.output).toMatchObject({ outcome: 'OBSERVED', sentence: expect.stringContaining(sentence) });
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        runId,
        what: 'closed',
        data: expect.objectContaining({ sentence: expect.stringContaining(sentence) }),
      }),
    );
  });

  it('resumes what another process left, and sends nothing twice', async () => {
    const path = storePath();
    const first = rehearsal(path);
    await first.embedded.apply(practicePlan());
    const runId = await first.start();
    await until(() => first.model.executed().length > 0);
    await first.embedded.close();

    const second = rehearsal(path, { at: first.clock.now(), over: { redis: first.embedded.ports.redis } });
    expect(await second.embedded.resume()).toEqual([runId]);
    await second.embedded.engine.ended(runId);

    const { run, sends } = await openRun(second.embedded.ports.store, runId);
    expect(run).toMatchObject({ phase: 'CLOSED', outcome: 'SUCCEEDED' });
    expect(sends).toHaveLength(1);
    expect(first.model.executed()).toHaveLength(1);
  });

  it('closes in settle, and announces, what its own execution never will', async () => {
    const { embedded, clock, log, model, start } = rehearsal(storePath());
    await embedded.apply(practicePlan());
    const runId = await start();
    await until(() => model.executed().length > 0);
    await embedded.engine.stop(runId, 'Killed', 'by the platform');

    const closed = async () => (await openRun(embedded.ports.store, runId)).run.phase === 'CLOSED';
    for (let minute = 0; minute < 30 && !(await closed()); minute += 1) {
      await clock.sleepUntil(clock.now() + MINUTE);
      await embedded.settle();
    }

    const { run } = await openRun(embedded.ports.store, runId);
    expect(run).toMatchObject({ outcome: 'SUCCEEDED', desired: 'yes' });
    expect(run.announcedAt).toBeDefined();
    expect(log.lines).toContainEqual(expect.objectContaining({ runId, what: 'closed' }));
    expect(model.executed()).toHaveLength(1);
  });

  it('announces in settle what its closer did not, but not before the closer had the time to', async () => {
    const told: string[] = [];
    const announcer: Announcer = {
      closed: async (run) => {
        told.push(run.runId);
        if (told.length === 1) throw new Error('the bus is away');
      },
      settled: async () => undefined,
      message: async () => undefined,
      answerToken: async () => true,
      unheard: async () => undefined,
      refuseToken: async () => true,
    };
    const { embedded, clock, start } = rehearsal(storePath(), { over: { announcer } });
    await embedded.apply(practicePlan());
    const runId = await start();
    await embedded.engine.ended(runId);
    const { run } = await openRun(embedded.ports.store, runId);
    const closedAt = run.closedAt ?? 0;

    await clock.sleepUntil(closedAt + ANNOUNCE_GRACE - 1);
    expect(await embedded.settle()).toMatchObject({ announced: 0 });
    await clock.sleepUntil(closedAt + ANNOUNCE_GRACE);
    expect(await embedded.settle()).toMatchObject({ announced: 1 });
    expect(told).toEqual([runId, runId]);
  });

  it('knows what a run cost, and nothing of one that never was', async () => {
    const { embedded, start } = rehearsal(storePath());
    await embedded.apply(practicePlan());
    const runId = await start({ dryRun: true });
    await embedded.engine.ended(runId);

    expect(await embedded.costOf(runId)).toMatchObject({ sends: 0, states: expect.any(Number) });
    expect(await embedded.costOf('nobody')).toMatchObject({ states: 0, writeUnits: 0 });
  });

  it('tells which plan was in force before', async () => {
    const { embedded } = rehearsal(storePath());
    const plan = practicePlan();

    expect(await embedded.apply(plan)).toEqual({});
    expect(await embedded.apply(practicePlan('limits: { atOnce: 2 }'))).toEqual({ before: plan.hash });
  });
});

describe('the file of an embedded Offpeak', () => {
  it('is refused to another while it is open', async () => {
    const path = storePath();
    rehearsal(path);

    expect(() => rehearsal(path)).toThrow(expect.objectContaining({ refusal: { code: 'OWNED' } }));
  });

  it('of practice is refused to live, and not one byte of it changes', async () => {
    const path = storePath();
    await rehearsal(path).embedded.close();
    const before = readFileSync(path);

    expect(() => rehearsal(path, { over: { kind: 'live' } })).toThrow(StoreRefused);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('of somebody else is refused', () => {
    const path = storePath();
    writeFileSync(path, 'shopping list');

    expect(() => rehearsal(path)).toThrow(expect.objectContaining({ refusal: { code: 'FOREIGN_FILE' } }));
    expect(readFileSync(path, 'utf8')).toBe('shopping list');
  });
});

it('gives each pass less than a minute, so that the next one is not missed', async () => {
  const { embedded, clock, model } = rehearsal(storePath());
  model.arm({ fault: 'throttle', action: 'DescribeDBInstanceDetail', times: 1000, retryAfterSeconds: 5 });
  await embedded.apply(practicePlan());
  const from = clock.now();

  await embedded.due();
  await embedded.settle();

  expect(clock.now() - from).toBeLessThan(MINUTE);
});

it('lets what is in flight end before it closes', async () => {
  const { embedded, model, start } = rehearsal(storePath());
  await embedded.apply(practicePlan());
  const runId = await start({ instance: FLEET });
  await until(() => model.executed().length > 0);

  await embedded.close();

  expect(embedded.engine.inFlight()).toBe(0);
  await expect(embedded.engine.ended(runId)).rejects.toThrow();
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
