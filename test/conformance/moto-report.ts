import { appendFileSync } from 'node:fs';
import { COMPARED } from './moto/compare.ts';
import type { MadeResource } from './moto/moto-server.ts';

/** Leaves for the end of the whole run what was made and what moto does not make: in the file that `run.ts` names, else on the screen. */
export function tellMade(made: readonly MadeResource[], notMade: readonly string[]): void {
  const compared = made.filter(
    ({ type, shown }) => COMPARED.includes(type) && shown?.unreadable === undefined,
  );
  const text = [
    `cdk deploy against moto: ${made.length} resources made, ${compared.length} of them read back and compared`,
    `  not made by moto: ${notMade.join(', ')}`,
    `  not readable there: ${made.flatMap(({ id, shown }) => (shown?.unreadable === undefined ? [] : [id])).join(', ')}`,
    '  not deployed there: the variant with everything on, whose output of the one address asks for an attribute of AWS::EC2::EIP that moto lacks',
    '  not kept by moto: termination protection of the stacks, architecture of the functions, substitutions of the definition',
    '',
  ].join('\n');
  const file = process.env.OFFPEAK_MOTO_REPORT;
  if (file === undefined) process.stdout.write(text);
  else appendFileSync(file, text);
}
