import { Command, Option } from 'commander';
import type { RunView } from '../../api/view-schema.ts';
import { TABLE_B } from '../../switchover/consequences.ts';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import {
  reasonText,
  SERVICE_VARIABLES,
  type ServiceChoice,
  wholeNumber,
  withService,
} from '../command-options.ts';
import { CommandFailed, UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { nextStep } from '../next-step.ts';
import { type Progress, plainProgress, silentProgress } from '../progress.ts';
import type { OverrideBody, Records, StartBody } from '../records.ts';
import { checkConfirmation, readGate, readTarget, readWhen } from '../run-request.ts';
import { NoAnswer, ServiceRefused } from '../service-refusal.ts';
import { type Session, withRecords } from '../session.ts';
import type { Surroundings } from '../surroundings.ts';
import { watchRun } from '../watch-run.ts';
import { whenText } from '../words.ts';

interface RunOptions extends ServiceChoice {
  readonly confirm?: string;
  readonly target?: string;
  readonly when: string;
  readonly reason?: string;
  readonly override?: string;
  readonly minutes?: number;
  readonly key?: string;
  readonly dryRun?: true;
  readonly wait: boolean;
}

const USUAL_REASON = 'asked for on the command line';

/** `offpeak run`: asks for a switchover and waits until it has closed. */
export function runCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('run')
    .summary('switch one instance over, and wait for the outcome')
    .description(
      'Switches one instance over, by its rule in the plan, and waits until the run has closed. Every gate is asked. A named person may override one of freeze, window and cooldown for this run alone, with a reason.',
    )
    .argument('<instance>', "the instance's id, such as redis-cn0212gzmh2xs0001")
    .option('--confirm <instance-id>', 'the same id once more; needed unless --dry-run')
    .option('--target <target>', "any, other-zone, zone:<zone> or nodes:<node>,<node> (default: the rule's)")
    .option('--when <when>', 'now, window (the present or next opening) or an instant with its offset', 'now')
    .option(
      '--reason <text>',
      `why; it stands in the record (default: ${USUAL_REASON}; needed with --override)`,
      reasonText,
    )
    .addOption(
      new Option(
        '--override <gate>',
        'freeze, window or cooldown: set this one gate aside, under your name (needs its own permission)',
      ).conflicts(['dryRun']),
    )
    .option(
      '--minutes <number>',
      'with --override window: how long it may start and send (default: 60)',
      wholeNumber(30, 240),
    )
    .option(
      '--key <key>',
      'the same key and request is the same run, however often it is sent (default: a new one)',
    )
    .option('--dry-run', 'ask every gate and choose the targets; send nothing')
    .option('--no-wait', 'print the accepted run and do not wait for its outcome');
  return withFooter(withService(command), FOOTER).action((instance: string, options: RunOptions) =>
    conclude(() => run(surroundings, instance, options)),
  );
}

const FOOTER = {
  examples: [
    ['offpeak run redis-cn0212gzmh2xs0001 --dry-run', 'show what it would do; reads only'],
    ['offpeak run redis-cn0212gzmh2xs0001 --confirm redis-cn0212gzmh2xs0001', 'now, if the window is open'],
    [
      'offpeak run redis-cn0212gzmh2xs0001 --confirm redis-cn0212gzmh2xs0001 --when window --target zone:cn-beijing-b --reason "drill 12"',
      'in the next opening, into that zone',
    ],
    [
      'offpeak run redis-cn0212gzmh2xs0001 --confirm redis-cn0212gzmh2xs0001 --override freeze --reason "incident 4711"',
      'now, in spite of the freeze that holds; every other gate is asked as ever',
    ],
  ],
  exits: [
    [EXIT.DONE, 'proven, nothing to do, observed; with --no-wait: accepted'],
    [EXIT.NOT_DONE, 'nothing was switched: not now, forbidden by the plan, skipped or cancelled'],
    [EXIT.FAILED, 'failed, done in part, or unknown; or it could not be asked for'],
    [EXIT.INTERRUPTED, 'you stopped watching; the run goes on'],
  ],
  variables: SERVICE_VARIABLES,
} as const;

async function run(surroundings: Surroundings, instance: string, options: RunOptions): Promise<number> {
  if (options.dryRun !== true) checkConfirmation(instance, options.confirm);
  const body = bodyOf(instance, options);
  const key = options.key ?? surroundings.unique();
  return await withRecords(surroundings, options, async (records, session) => {
    const accepted = await startOr(records, body, key, surroundings, session);
    if (accepted === 'refused') return EXIT.NOT_DONE;
    if (!options.wait) {
      if (session.json) session.printJson(accepted);
      else session.print(accepted.id);
      return EXIT.DONE;
    }
    return await waitFor(accepted, records, session, surroundings);
  });
}

function bodyOf(instance: string, options: RunOptions): StartBody | OverrideBody {
  const { target, reason, override, minutes, dryRun } = options;
  const aim = { instance, ...(target !== undefined && { target: readTarget(target) }) };
  const when = readWhen(options.when);
  if (override === undefined) {
    if (minutes !== undefined) throw new UsageError('--minutes belongs to --override window.');
    return { ...aim, when, reason: reason ?? USUAL_REASON, ...(dryRun === true && { dryRun }) };
  }
  const gate = readGate(override);
  if (when !== 'now') throw new UsageError('--override starts the run now; it cannot wait with --when.');
  if (minutes !== undefined && gate !== 'window')
    throw new UsageError('--minutes belongs to --override window.');
  if (reason === undefined)
    throw new UsageError('--override needs --reason: everybody who reads the record reads why.');
  return { ...aim, gate, reason, ...(minutes !== undefined && { minutes }) };
}

/** Refused because of the hour or the plan: said, and no failure. Any other refusal is thrown. */
async function startOr(
  records: Records,
  body: StartBody | OverrideBody,
  key: string,
  { output }: Surroundings,
  { reader, words }: Session,
): Promise<RunView | 'refused'> {
  try {
    return await records.start(body, key);
  } catch (error) {
    if (error instanceof NoAnswer)
      throw new CommandFailed(words.unsureOf(error.message, key), { cause: error });
    if (
      !(error instanceof ServiceRefused) ||
      !['not-now', 'never', 'nothing-to-override'].includes(error.kind)
    )
      throw error;
    output.stderr(`offpeak: ${error.message}\n`);
    const { nextOpening } = error.refusal;
    if (nextOpening !== undefined) output.stderr(`${words.nextOpening(whenText(nextOpening, reader))}\n`);
    return 'refused';
  }
}

async function waitFor(
  accepted: RunView,
  records: Records,
  session: Session,
  { output, clock, signal }: Surroundings,
): Promise<number> {
  const progress = await progressFor(session, { output, clock });
  let last = accepted;
  try {
    for await (const seen of watchRun(accepted, { read: () => records.run(accepted.id), clock, signal })) {
      last = seen;
      progress.show(seen);
    }
  } finally {
    await progress.end();
  }
  if (session.json) session.printJson(last);
  if (last.outcome === undefined) {
    output.stderr(`${session.words.goesOn} offpeak show ${last.id}\n`);
    return EXIT.INTERRUPTED;
  }
  if (!session.json) for (const line of afterwards(last, session)) session.print(line);
  return TABLE_B[last.outcome].exitCode;
}

/** listr2 is loaded only where somebody looks on. */
async function progressFor(
  { json, reader }: Session,
  { output, clock }: Pick<Surroundings, 'output' | 'clock'>,
): Promise<Progress> {
  if (json) return silentProgress;
  if (!output.isTTY) return plainProgress(output, clock, reader);
  const { liveProgress } = await import('../live-progress.ts');
  return liveProgress(output, reader);
}

const afterwards = (run: RunView, { reader, words }: Session): readonly string[] => [
  ...nextStep(run, reader),
  `${words.run} ${run.id}`,
];
