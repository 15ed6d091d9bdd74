import { proofCommand } from '../proof-command.ts';
import { DEPLOYMENTS } from './deployments.ts';
import { inspect, MOST_RULES, type Report, rulesOf } from './nag.ts';

/** `npm run nag`: cdk-nag over both stacks, the optional parts off and on. Ends with 1 when anything is found. */

proofCommand(
  'nag',
  'Asks cdk-nag about both stacks: AwsSolutions must find nothing that is not acknowledged.',
).parse();

const say = (line: string) => process.stdout.write(`${line}\n`);

const reports = Object.entries(DEPLOYMENTS).map(([name, make]) => [name, inspect(make())] as const);
for (const [name, report] of reports) tell(name, report);

const all = reports.map(([, report]) => report);
const findings = all.flatMap(({ unacknowledged, idle }) => [...unacknowledged, ...idle]).length;
const rules = rulesOf(all.flatMap(({ acknowledged }) => acknowledged)).length;
const nist = reports.map(
  ([name, { nist }]) => `${[...nist.values()].reduce((sum, count) => sum + count, 0)} with ${name}`,
);
if (findings > 0 || rules > MOST_RULES) process.exitCode = 1;
say(
  `AwsSolutions: ${findings} findings unacknowledged, ${rules} rules acknowledged (at most ${MOST_RULES}); ` +
    `NIST 800-53 R5, not a gate: ${nist.join(', ')}`,
);

function tell(name: string, { unacknowledged, acknowledged, idle, nist }: Report): void {
  say(`\n${name}`);
  for (const { finding, construct, what } of unacknowledged)
    say(`  FOUND ${finding}\n    at ${construct}: ${what}`);
  for (const { finding, construct } of idle)
    say(`  ACKNOWLEDGED FOR NOTHING ${finding}\n    at ${construct}`);
  for (const reason of new Set(
    acknowledged.map(({ finding, reason }) => `${rulesOf([{ finding, construct: '', reason }])}: ${reason}`),
  ))
    say(`  acknowledged ${reason}`);
  const counts = [...nist].map(([rule, count]) => `${rule} ${count}`);
  say(`  NIST 800-53 R5: ${counts.join(', ') || 'nothing found'}`);
}
