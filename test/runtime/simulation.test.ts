import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { makeModel } from '../../shared/local-volcengine/model.ts';
import { seedFrom } from '../../shared/local-volcengine/seed.ts';
import { makeChance } from '../../shared/runtime/simulation/chance.ts';
import { type Fault, makeScriptedFaults } from '../../shared/runtime/simulation/faults.ts';
import { SimulatedProcess } from '../../shared/runtime/simulation/simulated-process.ts';
import { makeTimeline } from '../../shared/runtime/simulation/timeline.ts';
import { makeSimulatedPorts, type Told } from '../../shared/runtime/simulation.ts';
import type { Executions } from '../../shared/steps/ports.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { HOUR, SECOND } from '../../shared/time/clock.ts';
import { Credentials } from '../../shared/volcengine/credentials.ts';

const START = Date.parse('2026-11-23T18:00:00Z');
const INSTANCE = 'redis-cn0000000000000001';
const KEY = { partition: 'p', sort: 's' };
const fault = (of: Pick<Fault, 'io' | 'reach' | 'fault'>): Fault => ({ amount: HOUR, ...of });

/** One process of a world in which exactly these faults happen. */
function aProcess(faults: readonly Fault[] = []) {
  const timeline = makeTimeline(START);
  const store = makeMemoryStore();
  const told: Told[] = [];
  const struck: string[] = [];
  const around = {
    timeline,
    faults: makeScriptedFaults(faults),
    chance: makeChance(1),
    tell: () => undefined,
    underWay: 0,
    struck: (_process: SimulatedProcess, reach: string, name: string) =>
      void struck.push(`${reach}: ${name}`),
  };
  const process = new SimulatedProcess('worker', around, { offset: 0, rate: 0, most: 0 });
  const seed = seedFrom({
    region: 'cn-beijing',
    credentials: [{ accessKeyId: 'AKLTTEST', secretKey: 'test-only' }],
    instances: [{ id: INSTANCE, zones: ['a', 'b'] }],
  });
  const ports = makeSimulatedPorts(
    process,
    {
      store,
      lastWritten: new Map(),
      vendor: {
        model: makeModel({ clock: timeline, seed, ids: () => '00000001' }),
        seed,
        credentials: new Credentials({ accessKeyId: 'AKLTTEST', secretAccessKey: 'test-only' }),
        answers: new Map(),
        still: { changes: [], known: new Map(), asksAlways: false },
        arrives: () => undefined,
      },
      settings: { deployment: 'test', signatureLife: 30 * SECOND, requestTimeout: 10 * SECOND },
      random: () => 0.5,
      unique: () => 'unique',
      told: (one) => void told.push(one),
      tried: () => undefined,
      logged: () => undefined,
    },
    {} as Executions,
  );
  return { timeline, store, told, struck, process, ports, around };
}

const put = { put: KEY, attributes: { a: 1 } };

/** What the work came to by the end of simulated time: a value, an error's name, or that it never ended. */
async function endOf(
  timeline: { run(last: number): Promise<void> },
  work: Promise<unknown>,
): Promise<unknown> {
  let end: unknown = 'never ended';
  work.then(
    (value) => {
      end = value;
    },
    (error: Error) => {
      end = error.name;
    },
  );
  await timeline.run(START + 3 * HOUR);
  return end;
}

describe('a simulated process', () => {
  it('reaches store, vendor and announcer in simulated time alone: no turn of the event loop passes', async () => {
    const { timeline, told, ports } = aProcess();
    let turned = false;
    const turn = turnOfTheLoop().then(() => {
      turned = true;
    });
    const work = (async () => {
      await ports.store.transact([put]);
      const shards = await ports.redis({} as never).describeShards(INSTANCE);
      await ports.clock.sleepUntil(ports.clock.now() + HOUR);
      await ports.announcer.closed({ runId: 'r', outcome: 'SUCCEEDED' } as never);
      return shards.length;
    })();

    expect(await endOf(timeline, work)).toBe(1);
    expect(turned).toBe(false);
    expect(told).toEqual([{ what: 'closed', runId: 'r', outcome: 'SUCCEEDED' }]);
    await turn;
  });

  it.each([
    ['crash before', 'never ended', undefined],
    ['crash after', 'never ended', { a: 1 }],
    ['unavailable', StoreUnavailable.name, undefined],
    ['lost answer', StoreUnavailable.name, { a: 1 }],
  ] as const)('whose write meets "%s": %s', async (name, end, stored) => {
    const { timeline, store, struck, ports } = aProcess([fault({ io: 1, reach: 'transact', fault: name })]);

    expect(await endOf(timeline, ports.store.transact([put]))).toBe(end);
    expect((await store.get(KEY))?.attributes).toEqual(stored);
    expect(struck).toEqual([`transact: ${name}`]);
  });

  it('does nothing more once it is dead, whatever it had begun', async () => {
    const { timeline, store, process, ports, around } = aProcess();
    const work = (async () => {
      await ports.clock.sleepUntil(START + HOUR);
      await ports.store.transact([put]);
    })();
    void timeline.sleepUntil(START + SECOND).then(() => process.die());

    expect(await endOf(timeline, work)).toBe('never ended');
    expect(await store.get(KEY)).toBeUndefined();
    await expect(process.death).rejects.toThrow('worker died');
    expect(around.underWay).toBe(0);
  });

  it('acts on what it read before an hour’s pause, when that is over', async () => {
    const { timeline, store, ports } = aProcess([fault({ io: 2, reach: 'transact', fault: 'pause before' })]);
    const work = (async () => {
      await ports.store.get(KEY);
      await ports.store.transact([put]);
      return timeline.now() - START >= HOUR;
    })();

    expect(await endOf(timeline, work)).toBe(true);
    expect((await store.get(KEY))?.attributes).toEqual({ a: 1 });
  });

  it('asks again where two transactions are in each other’s way', async () => {
    const { timeline, struck, ports } = aProcess();
    const both = Promise.all([ports.store.transact([put]), ports.store.transact([put])]);

    expect(await endOf(timeline, both)).toEqual([{ committed: true }, { committed: true }]);
    expect(struck).toEqual(['transact: conflict']);
  });
});
