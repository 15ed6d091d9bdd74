import { Option } from 'commander';
import { proofCommand, wholeNumber } from '../proof-command.ts';
import { brokenIn, CAMPAIGNS, type Tally } from './campaign.ts';

const values = proofCommand(
  'bad-inputs',
  'Feeds every boundary whatever comes: no crash, no 5xx, no call for an invalid input, no secret in anything said.',
)
  .option('--inputs <number>', 'how many in all', wholeNumber, 60_000)
  .option('--seed <number>', 'which ones', wholeNumber, 1)
  .addOption(new Option('--only <boundary>', 'one boundary').choices(CAMPAIGNS.map(({ name }) => name)))
  .parse()
  .opts<{ inputs: number; seed: number; only?: string }>();

const print = (text: string) => void process.stdout.write(`${text}\n`);
const chosen = CAMPAIGNS.filter(({ name }) => values.only === undefined || name === values.only);
const shares = chosen.reduce((sum, { share }) => sum + share, 0);
const each = Math.max(1, Math.ceil(values.inputs / shares));
const tallies: Tally[] = [];
print(row('boundary', ['inputs', 'refused', 'accepted', 'crashes', '5xx', 'calls', 'canaries', 'inputs/s']));
for (const { name, share, play } of chosen) {
  const began = performance.now();
  const tally = await play(Math.ceil(each * share), values.seed, (done) => {
    if (process.stderr.isTTY && done % 1_000 === 0) process.stderr.write(`\r${name} ${done}/${each} `);
  });
  const rate = Math.round(tally.inputs / ((performance.now() - began) / 1_000));
  const { broken } = tally;
  const laws = [
    broken['no crash'],
    broken['no 5xx'],
    broken['no call for an invalid input'],
    broken['no canary'],
  ];
  print(row(name, [tally.inputs, tally.refused, tally.accepted, ...laws, rate]));
  tallies.push(tally);
}
print(`\nseed ${values.seed}, ${tallies.reduce((sum, { inputs }) => sum + inputs, 0)} inputs`);
for (const { boundary, examples } of tallies)
  for (const example of examples) print(`${boundary}: ${example}`);
process.exitCode = tallies.every((tally) => brokenIn(tally) === 0) ? 0 : 1;

function row(name: string, cells: readonly (string | number)[]): string {
  return name.padEnd(18) + cells.map((cell) => String(cell).padStart(10)).join('');
}
