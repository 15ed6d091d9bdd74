import { Command } from 'commander';
import type { Plan } from '../../plan/plan.ts';
import type { Credentials } from '../../volcengine/credentials.ts';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { type PresentationOptions, wholeNumber, withPresentation } from '../command-options.ts';
import { credentialsFromEnvironment } from '../credentials-from-environment.ts';
import { CommandFailed, UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { soundPlan } from '../plan-file.ts';
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
    .option('--practice', 'against a local endpoint, with the real clock; reads no credentials')
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
    credentials: practice ? {} : credentialsOf(plan, environment),
    json,
    language: reader.language,
    output,
    signal,
  });
}

/** Every account's, or nothing is started. */
function credentialsOf(
  { accounts }: Plan,
  environment: Surroundings['environment'],
): Readonly<Record<string, Credentials>> {
  const read = credentialsFromEnvironment(accounts, environment);
  if (read.credentials !== undefined) return read.credentials;
  throw new CommandFailed(
    [...read.faults, 'Nothing was started. To practise without them: --practice.'].join('\n'),
  );
}
