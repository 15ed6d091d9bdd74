import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import type { Key, Store, Write } from '../../shared/store/store.ts';
import { keysIn } from '../contract/store.ts';
import { reportFire } from './fire-report.ts';
import { openProxiedTable, type ProxiedTable } from './proxied-table.ts';
import { type Fault, fits } from './service-faults.ts';

/** What the store may say of a write. `unknown` is StoreUnavailable. */
type Said = 'committed' | 'refused' | 'unknown';

/**
 * Where the write meets the fault: the condition holds; somebody else is there already; or it holds when the request
 * leaves, and somebody else writes over the place before the repeat arrives.
 */
type Situation = 'free' | 'taken' | 'overtaken';

type Row = Readonly<Record<Situation, Said>>;

const CERTAIN: Row = { free: 'committed', taken: 'refused', overtaken: 'refused' };
/** The answer is lost and the write happened: only the token still knows once somebody has written over it. */
const LOST: Row = { free: 'committed', taken: 'unknown', overtaken: 'unknown' };

/** Each fault, met by the first delivery of a write, and what the store then says. */
const TABLE: Readonly<Record<Fault, { readonly alone: Row; readonly together: Row }>> = {
  'answer dropped': { alone: LOST, together: { ...LOST, overtaken: 'committed' } },
  'answered too late': { alone: LOST, together: { ...LOST, overtaken: 'committed' } },
  '500 after': { alone: LOST, together: { ...LOST, overtaken: 'committed' } },
  'request dropped': { alone: LOST, together: LOST },
  'executed late': { alone: LOST, together: LOST },
  '500 before': { alone: LOST, together: LOST },
  // The one hole: no plain request has a token, and its caller has seen one answer only. The place is theirs in truth.
  'delivered twice': { alone: CERTAIN, together: { ...CERTAIN, overtaken: 'committed' } },
  throttled: { alone: CERTAIN, together: CERTAIN },
  'over capacity': { alone: CERTAIN, together: CERTAIN },
  'cancelled: throttled': { alone: CERTAIN, together: CERTAIN },
  'cancelled: conflict': { alone: CERTAIN, together: CERTAIN },
};

type At = (sort: string) => Key;

/** Three writes of ours. Each counts how often it is done, and is refused once somebody else has the place. */
const WRITES: Readonly<Record<string, (at: At) => Write[]>> = {
  'a put': (at) => [{ put: at('place'), attributes: { owner: 'we', n: 1 }, when: { absent: 'owner' } }],
  'an update': (at) => [
    {
      update: at('place'),
      set: { owner: 'we' },
      add: { n: 1 },
      when: { all: [{ absent: 'owner' }, { attribute: 'n', is: '=', value: 0 }] },
    },
  ],
  'a transaction': (at) => [
    { update: at('place'), set: { owner: 'we' }, add: { n: 1 }, when: { absent: 'owner' } },
    { update: at('count'), add: { n: 1 } },
    { check: at('beside'), when: { item: 'absent' } },
  ],
};

const theirs = (at: At): Write => ({ update: at('place'), set: { owner: 'they' } });

async function say(store: Store, writes: readonly Write[]): Promise<Said> {
  try {
    return (await store.transact(writes)).committed ? 'committed' : 'refused';
  } catch (error) {
    if (error instanceof StoreUnavailable) return 'unknown';
    throw error;
  }
}

describe('what the store says of a write that meets a fault', () => {
  let table: ProxiedTable;
  let partitions = 0;
  beforeAll(async () => {
    table = await openProxiedTable();
  });
  afterEach(async () => {
    await table.proxy.arrived();
    expect(table.proxy.problems).toEqual([]);
  });
  afterAll(() => {
    reportFire('the table of faults', table.proxy.tally.counts());
    table.close();
  });

  const cases = Object.entries(TABLE).flatMap(([fault, rows]) =>
    Object.entries(WRITES).flatMap(([name, writes]) => {
      const together = name === 'a transaction';
      const delivery = { operation: '', what: '', attempt: 1, writes: together ? 3 : 0 };
      if (!fits(fault as Fault, delivery)) return [];
      const row = together ? rows.together : rows.alone;
      return Object.entries(row).map(
        ([situation, said]) => [fault as Fault, name, situation as Situation, said, writes] as const,
      );
    }),
  );

  it.each(cases)('%s: %s, %s: %s', async (fault, name, situation, said, writes) => {
    partitions += 1;
    const at = keysIn(`${name} ${partitions}`);
    const { direct, proxy } = table;
    await direct.transact([{ put: at('place'), attributes: { n: 0 } }]);
    if (situation === 'taken') await direct.transact([theirs(at)]);
    const overtake = async () => {
      if (situation === 'overtaken') await direct.transact([theirs(at)]);
    };
    const { promise: late, resolve: arrive } = Promise.withResolvers<void>();
    let met = false;
    proxy.follow({
      async fault() {
        if (!met) {
          met = true;
          return fault;
        }
        if (fault !== 'delivered twice') await overtake();
        return undefined;
      },
      lateness: () => late,
      betweenCopies: overtake,
    });

    const answer = await say(table.through(`table-${partitions}`), writes(at));

    // Whoever was in our place goes; then the late request arrives, if it was late.
    const [place, count] = await Promise.all([direct.get(at('place')), direct.get(at('count'))]);
    if (place?.attributes.owner === 'they')
      await direct.transact([{ update: at('place'), remove: ['owner'] }]);
    arrive();
    await proxy.arrived();
    const afterwards = (await direct.get(at('place')))?.attributes;
    if (answer !== 'unknown') expect(afterwards?.n).toBe(place?.attributes.n);
    if (answer === 'refused') expect(place?.attributes.owner).toBe('they');
    if (answer === 'committed') expect(place?.attributes.n).toBe(1);
    if (name === 'a transaction') expect(count?.attributes.n ?? 0).toBe(place?.attributes.n);
    expect(afterwards?.n).toBeOneOf([0, 1]);
    expect(answer).toBe(said);
  });
});
