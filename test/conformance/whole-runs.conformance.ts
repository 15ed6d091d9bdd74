import { expect, it } from 'vitest';
import { reportFire } from './fire-report.ts';
import { openProxiedTable } from './proxied-table.ts';
import { addCounts, type Counts } from './tally.ts';
import { type PlayedRun, playRun, type VendorFault } from './whole-run.ts';

const RUNS = 30;
/** How many of the requests meet a fault. */
const RATE = 0.3;
const VENDOR: readonly (VendorFault | undefined)[] = [
  undefined,
  'loses the answer',
  undefined,
  'does nothing, says 500',
];

it('whole runs over DynamoDB under fire: at most one effect each, and one outcome', async () => {
  const played: PlayedRun[] = [];
  let counts: Counts | undefined;
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const table = await openProxiedTable();
    try {
      played.push(await playRun(table, seed, RATE, VENDOR[seed % 4]));
      expect(table.proxy.problems).toEqual([]);
    } finally {
      counts = addCounts(counts, table.proxy.tally.counts());
      table.close();
    }
  }

  const outcomes = Map.groupBy(played, ({ outcome }) => outcome);
  if (counts !== undefined)
    reportFire(`${played.length} whole runs`, counts, {
      ...Object.fromEntries([...outcomes].map(([outcome, runs]) => [outcome, runs.length])),
      'effects at the endpoint': played.reduce((sum, { effects }) => sum + effects, 0),
      'runs with something wrong': played.filter(({ wrongs }) => wrongs.length > 0).length,
    });
  expect(played.flatMap(({ wrongs }, index) => wrongs.map((wrong) => `seed ${index + 1}: ${wrong}`))).toEqual(
    [],
  );
}, 120_000);
