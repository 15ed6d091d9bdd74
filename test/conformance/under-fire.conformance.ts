import { expect } from 'vitest';
import { storeContract } from '../contract/store.ts';
import { reportFire } from './fire-report.ts';
import { openProxiedTable } from './proxied-table.ts';
import { type Fault, randomFaults } from './service-faults.ts';

/** As few as over an honest way: each write is a request here, and some are several. */
const RUNS = 50;
const RATE = 0.2;

/**
 * The faults after which the store knows its answer. An answer is lost only where the request was done: the contract
 * asks for every refusal by name, and a refusal after a lost answer is unknown (see the table of faults).
 */
const KNOWN: readonly Fault[] = [
  'answer dropped',
  '500 after',
  'delivered twice',
  'throttled',
  'over capacity',
  'cancelled: throttled',
  'cancelled: conflict',
];

storeContract(
  'DynamoDB under fire',
  async () => {
    const table = await openProxiedTable();
    const { proxy } = table;
    proxy.follow({
      fault: randomFaults('contract', RATE, KNOWN),
      mayLose: ({ status }) => status === 200,
    });
    return {
      store: table.through('contract'),
      close() {
        reportFire('the contract', proxy.tally.counts());
        table.close();
        expect(proxy.problems).toEqual([]);
      },
    };
  },
  RUNS,
);
