import { proofCommand } from '../proof-command.ts';
import { countCosts, renderCosts } from './cost.ts';
import { DAYS_OF_A_MONTH } from './idle-month.ts';

proofCommand(
  'cost',
  'Counts what runs and an idle month are billed for, by the engine’s histories and a metered store, and prices it.',
).parse();

const costs = await countCosts(DAYS_OF_A_MONTH);
process.stdout.write(`${renderCosts(costs)}\n`);
process.exitCode = costs.broken.length === 0 ? 0 : 1;
