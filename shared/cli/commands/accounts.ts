import { Command } from 'commander';
import type { Account, Plan } from '../../plan/plan.ts';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { type PresentationOptions, regionName, withPresentation } from '../command-options.ts';
import { credentialsFromEnvironment } from '../credentials-from-environment.ts';
import { CommandFailed } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { lacksOf, permissionLines } from '../permission-text.ts';
import { soundPlan } from '../plan-file.ts';
import type { AccountPermissions } from '../programs.ts';
import { type Session, sessionOf } from '../session.ts';
import type { Surroundings } from '../surroundings.ts';

interface CheckOptions extends PresentationOptions {
  readonly plan: string;
  readonly probeSwitchover?: true;
  readonly endpoint?: string;
  readonly secrets?: string;
}

/** `offpeak accounts`: the plan's accounts at the vendor. */
export function accountsCommand(bench: Bench): Command {
  return new Command('accounts')
    .summary("ask the vendor what the plan's accounts may do")
    .description('The accounts of a plan, as the vendor knows them.')
    .addCommand(checkCommand(bench));
}

function checkCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('check')
    .summary('name each permission that is missing')
    .description(
      'Asks the API of every account of a plan and names each permission that its key lacks (docs/volcengine-permissions.md). Reads only: SwitchOver is asked with --probe-switchover alone, and then of an instance that the vendor has just said does not exist.',
    )
    .option('--plan <file>', 'the plan, YAML', 'plan.yaml')
    .option(
      '--secrets <region>',
      'take the keys from Secrets Manager in this AWS region, with your own AWS credentials',
      regionName,
    )
    .option('--probe-switchover', 'also try SwitchOver, of an instance that cannot exist (mode: switch only)')
    .option('--endpoint <url>', "a local endpoint in the vendor's place");
  return withFooter(withPresentation(command), FOOTER).action((options: CheckOptions) =>
    conclude(() => check(surroundings, options)),
  );
}

const FOOTER = {
  examples: [
    ['offpeak accounts check', 'before the first observed night'],
    ['offpeak accounts check --probe-switchover', 'before mode: switch'],
    ['offpeak accounts check --secrets cn-north-1', 'the keys of a deployment on AWS'],
  ],
  exits: [
    [EXIT.DONE, 'nothing that the plan needs is missing'],
    [EXIT.FAILED, 'something is missing, or an account could not be asked'],
  ],
  variables: [
    ['OFFPEAK_<ACCOUNT>_ACCESSKEY', 'the access key of that account of the plan, in capitals'],
    ['OFFPEAK_<ACCOUNT>_SECRETKEY', 'its secret key'],
    ['OFFPEAK_<ACCOUNT>_SESSIONTOKEN', 'with temporary credentials only'],
    ['AWS_PROFILE', 'whose credentials read the secrets, with --secrets; or AWS_ACCESS_KEY_ID and so on'],
  ],
} as const;

async function check(surroundings: Surroundings, options: CheckOptions): Promise<number> {
  const session = sessionOf(surroundings, options);
  const plan = await soundPlan(options.plan, surroundings.readText);
  const found = await surroundings.programs.permissions({
    accounts: Object.values(plan.accounts),
    keys:
      options.secrets === undefined
        ? { credentials: credentialsOf(plan, surroundings.environment) }
        : { secretsIn: options.secrets },
    probe: options.probeSwitchover === true,
    ...(options.endpoint !== undefined && { endpointUrl: options.endpoint }),
  });
  show(found, session);
  return found.every((account) => lacksOf(account).length === 0) ? EXIT.DONE : EXIT.FAILED;
}

function show(found: readonly AccountPermissions[], { json, words, print, printJson }: Session): void {
  if (json) printJson(found.map(({ account, findings }) => ({ account: shown(account), findings })));
  else for (const line of permissionLines(found, words)) print(line);
}

const shown = ({ name, provider, region, mode }: Account) => ({ name, provider, region, mode });

/** Every account's, or nothing is asked. */
function credentialsOf({ accounts }: Plan, environment: Surroundings['environment']) {
  const read = credentialsFromEnvironment(accounts, environment);
  if (read.credentials !== undefined) return read.credentials;
  throw new CommandFailed([...read.faults, 'Nothing was asked.'].join('\n'));
}
