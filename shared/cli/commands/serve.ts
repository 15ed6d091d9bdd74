import { Command } from 'commander';
import type { Plan } from '../../plan/plan.ts';
import { channelsFromEnvironment } from '../channels-from-environment.ts';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { type PresentationOptions, wholeNumber, withPresentation } from '../command-options.ts';
import { credentialsFromEnvironment } from '../credentials-from-environment.ts';
import { CommandFailed, UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { soundPlan } from '../plan-file.ts';
import type { ServeOptions as ServiceGiven } from '../programs.ts';
import { sessionOf } from '../session.ts';
import { LIVE_STORE, PRACTICE_STORE } from '../store-paths.ts';
import type { Surroundings } from '../surroundings.ts';

interface ServeOptions extends PresentationOptions {
  readonly practice?: true;
  readonly endpoint?: string;
  readonly store?: string;
  readonly port: number;
}

/** `offpeak serve`: this machine as the service. */
export function serveCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('serve')
    .summary('run the service on this machine')
    .description(
      'Runs Offpeak on this machine until it is told to end: starts what is due, settles, and serves the HTTP API on 127.0.0.1 with a bearer token from a file that only you can read. Live unless --practice; what an account may do is its mode in the plan.',
    )
    .argument('<plan>', 'the plan, YAML')
    .option('--practice', 'against a local endpoint, with the real clock; reads no credentials of an account')
    .option('--endpoint <url>', 'with --practice: an endpoint that runs already')
    .option('--store <path>', `the store (default: ${LIVE_STORE}, with --practice ${PRACTICE_STORE})`)
    .option('--port <number>', 'of the HTTP API; 0 takes any free one', wholeNumber(0, 65_535), 0);
  return withFooter(withPresentation(command), FOOTER).action((plan: string, options: ServeOptions) =>
    conclude(() => serve(surroundings, plan, options)),
  );
}

const FOOTER = {
  examples: [
    ['offpeak serve examples/practice.plan.yaml --practice', 'try it; nothing real is touched'],
    ['offpeak serve plan.yaml', 'live: needs the variables of every account in the plan'],
  ],
  exits: [
    [EXIT.DONE, 'ended as it was told; what runs is taken up by the next one'],
    [
      EXIT.FAILED,
      'the plan has faults, a variable is missing, or the store was refused; nothing was started',
    ],
  ],
  variables: [
    ['OFFPEAK_<ACCOUNT>_ACCESSKEY', 'the access key of that account of the plan, in capitals'],
    ['OFFPEAK_<ACCOUNT>_SECRETKEY', 'its secret key'],
    ['OFFPEAK_<ACCOUNT>_SESSIONTOKEN', 'with temporary credentials only'],
    [
      'OFFPEAK_NOTIFY_<ENTRY>_<CHANNEL>_URL',
      'the address of a bot or webhook of `notify`; with --practice it may be missing',
    ],
    ['OFFPEAK_NOTIFY_<ENTRY>_<CHANNEL>_SECRET', 'its key, where it has one; a webhook needs one'],
  ],
} as const;

async function serve(surroundings: Surroundings, planPath: string, options: ServeOptions): Promise<number> {
  const { output, signal, programs, environment, readText } = surroundings;
  const { reader, json } = sessionOf(surroundings, options);
  const practice = options.practice === true;
  if (options.endpoint !== undefined && !practice) throw new UsageError('--endpoint belongs to --practice.');
  const plan = await soundPlan(planPath, readText);
  return await programs.serve({
    plan,
    planPath,
    storePath: options.store ?? (practice ? PRACTICE_STORE : LIVE_STORE),
    practice,
    ...(options.endpoint !== undefined && { endpointUrl: options.endpoint }),
    port: options.port,
    ...givenTo(plan, environment, practice),
    json,
    language: reader.language,
    output,
    signal,
  });
}

/** What the variables give: every account's credentials and every channel, or nothing is started. Practice reads channels only. */
function givenTo(
  plan: Plan,
  environment: Surroundings['environment'],
  practice: boolean,
): Pick<ServiceGiven, 'credentials' | 'targets'> {
  const accounts = practice ? { credentials: {} } : credentialsFromEnvironment(plan.accounts, environment);
  const channels = channelsFromEnvironment(plan, environment, { practice });
  if (accounts.credentials !== undefined && channels.targets !== undefined)
    return { credentials: accounts.credentials, targets: channels.targets };
  const faults = [...(accounts.faults ?? []), ...(channels.faults ?? [])];
  const hint = practice
    ? 'Nothing was started.'
    : 'Nothing was started. To practise without them: --practice.';
  throw new CommandFailed([...faults, hint].join('\n'));
}
