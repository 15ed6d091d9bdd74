import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Told } from './contenders.ts';
import { WRONGS } from './contest-judge.ts';
import { CONTESTS, type Verdict } from './contests.ts';
import { reportFire } from './fire-report.ts';
import { openProxiedTable, type ProxiedTable } from './proxied-table.ts';
import { randomFaults } from './service-faults.ts';

const WORKERS = 8;
/** Rounds of each contest. */
const ROUNDS = 36;
/** Rounds that are played at the same time, each over keys of its own. */
const AT_ONCE = 6;
/** How many of the requests meet a fault. */
const RATE = 0.3;

describe(`${WORKERS} workers who want the same, under faults`, () => {
  let table: ProxiedTable;
  const verdicts: Verdict[] = [];
  beforeAll(async () => {
    table = await openProxiedTable();
  });
  afterAll(() => {
    reportFire(`${verdicts.length} contests of ${WORKERS} workers`, table.proxy.tally.counts(), judged());
    table.close();
  });

  function judged(): Record<string, number> {
    const answers = verdicts.flatMap(({ told }) => told);
    const found = verdicts.flatMap((verdict) => verdict.found);
    const saying = (what: Told) => answers.filter((told) => told === what).length;
    return {
      'told committed': saying('committed'),
      'told refused': saying('refused'),
      'told that nobody knows': saying('unknown'),
      ...Object.fromEntries(
        WRONGS.map((wrong) => [wrong, found.filter((one) => one.wrong === wrong).length]),
      ),
    };
  }

  it.each(Object.entries(CONTESTS))(
    '%s: whoever has it was not told otherwise',
    async (what, contest) => {
      const { proxy, direct } = table;
      proxy.follow({ fault: randomFaults(what, RATE) });
      const kind = Object.keys(CONTESTS).indexOf(what);
      const play = (round: number) => {
        const name = `${kind}-${round}`;
        const workers = Array.from({ length: WORKERS }, (_, worker) => table.through(`${name}-${worker}`));
        return contest({ name, workers, direct, arrived: proxy.arrived });
      };
      const own: Verdict[] = [];
      for (let round = 0; round < ROUNDS; round += AT_ONCE) {
        own.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => play(round + index)))));
      }
      verdicts.push(...own);
      const found = own.flatMap((verdict) => verdict.found);

      expect(found).toEqual([]);
      expect(proxy.problems).toEqual([]);
    },
    120_000,
  );
});
