import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { makeRunMeter } from '../../shared/runtime/run-meter.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { memoryLog } from './memory-log.ts';
import { practicePlan, rehearsal } from './rehearsal.ts';
import { SILENT_REDIS } from './silent-redis.ts';
import { temporaryFolder } from './temporary-folder.ts';

const KEY = { partition: 'control', sort: 'watermark' };
const ofRun = (runId: string) => ({ partition: `run#${runId}`, sort: 'run' });
const NOTHING = { writeUnits: 0, readUnits: 0, vendorReads: 0, polls: 0, sends: 0 };

describe('a happy run of one shard', () => {
  it('enters 6 states, reads the vendor at most 4 times besides polls and writes at most 40 units', async () => {
    const { embedded, start } = rehearsal(join(temporaryFolder(), 'store.sqlite'));
    await embedded.apply(practicePlan());

    const runId = await start();
    await embedded.engine.ended(runId);

    const cost = await embedded.costOf(runId);
    expect(cost).toMatchObject({ states: 6, sends: 1 });
    expect(cost.vendorReads).toBeLessThanOrEqual(4);
    expect(cost.writeUnits).toBeLessThanOrEqual(40);
  });

  it('that due starts costs no more than one that was asked for', async () => {
    const { embedded, clock } = rehearsal(join(temporaryFolder(), 'store.sqlite'), {
      at: Date.parse('2026-11-25T14:00:00+08:00'),
    });
    await embedded.apply(practicePlan());
    await clock.sleepUntil(Date.parse('2026-11-26T02:00:00+08:00'));

    const [runId = ''] = (await embedded.due()).started;
    await embedded.engine.ended(runId);

    const cost = await embedded.costOf(runId);
    expect(cost).toMatchObject({ states: 6, sends: 1 });
    expect(cost.writeUnits).toBeLessThanOrEqual(40);
  });
});

describe('the meter', () => {
  const metered = () => {
    const meter = makeRunMeter(new DatabaseSync(':memory:'), memoryLog());
    return { meter, store: meter.store(makeMemoryStore()) };
  };

  it('counts what the step of a run does for that run alone', async () => {
    const { meter, store } = metered();

    await Promise.all([
      meter.inRun('one', 'CheckWindow', () => store.transact([{ put: KEY, attributes: {} }])),
      meter.inRun('other', 'CheckWindow', () => store.get(KEY)),
    ]);

    expect(meter.costOf('one')).toEqual({ ...NOTHING, writeUnits: 1 });
    expect(meter.costOf('other')).toEqual({ ...NOTHING, readUnits: 1 });
  });

  it("counts what happens outside of any step by the run's own record, and the rest for nobody", async () => {
    const { meter, store } = metered();

    await store.transact([{ put: ofRun('one'), attributes: {} }]);
    await store.transact([{ put: KEY, attributes: {} }]);
    await store.list('audit#one');
    await store.list('control');

    expect(meter.costOf('one')).toEqual({ ...NOTHING, writeUnits: 1, readUnits: 1 });
  });

  it('counts a refused transaction, for it is paid all the same', async () => {
    const { meter, store } = metered();

    const refused = await meter.inRun('one', 'SwitchOver', () =>
      store.transact([{ check: KEY, when: { item: 'present' } }]),
    );

    expect(refused.committed).toBe(false);
    expect(meter.costOf('one').writeUnits).toBeGreaterThan(0);
  });

  it('tells reads of the vendor that watch the roles from the others, and both from sends', async () => {
    const { meter } = metered();
    const redis = meter.redis(SILENT_REDIS);
    const request = { instanceId: 'any', signedAt: 0, lifeSeconds: 30 };

    await meter.inRun('one', 'CheckWindow', () => redis.describeInstance('any'));
    await meter.inRun('one', 'PollStatus', () => redis.describeShards('any'));
    await meter.inRun('one', 'PollStatus', () => redis.listTasks('any', 0));
    await meter.inRun('one', 'SwitchOver', async () => {
      await redis.sendSwitchOver(await redis.prepareSwitchOver(request));
      await redis.listPlannedEvents('any');
    });
    await redis.listInstances({ number: 1, size: 10 });

    expect(meter.costOf('one')).toEqual({ ...NOTHING, vendorReads: 2, polls: 2, sends: 1 });
  });

  it("that cannot be written stands in nobody's way: what was committed stays committed, what is sent is sent", async () => {
    const database = new DatabaseSync(':memory:');
    const log = memoryLog();
    const meter = makeRunMeter(database, log);
    const inner = makeMemoryStore();
    database.exec('PRAGMA query_only = ON');

    const committed = await meter.inRun('one', 'SwitchOver', async () => {
      const redis = meter.redis(SILENT_REDIS);
      await redis.sendSwitchOver(
        await redis.prepareSwitchOver({ instanceId: 'any', signedAt: 0, lifeSeconds: 30 }),
      );
      return await meter.store(inner).transact([{ put: KEY, attributes: {} }]);
    });

    expect(committed).toEqual({ committed: true });
    expect(await inner.get(KEY)).toBeDefined();
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', runId: 'one', what: 'a cost was not counted' }),
    );
  });

  it('adds up what several processes did, and knows nothing of a run that it never saw', async () => {
    const path = join(temporaryFolder(), 'meter.sqlite');
    for (let process = 1; process <= 2; process += 1) {
      const database = new DatabaseSync(path);
      const store = makeRunMeter(database, memoryLog()).store(makeMemoryStore());
      await store.transact([{ put: ofRun('one'), attributes: {} }]);
      database.close();
    }
    const reopened = makeRunMeter(new DatabaseSync(path), memoryLog());

    expect(reopened.costOf('one').writeUnits).toBe(2);
    expect(reopened.costOf('another')).toEqual(NOTHING);
  });
});
