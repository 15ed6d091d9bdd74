import { Command, Option } from 'commander';
import { nearest } from '../../plan/nearest.ts';
import type { NotifyTarget, Plan } from '../../plan/plan.ts';
import { channelsFromEnvironment } from '../channels-from-environment.ts';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { type PresentationOptions, regionName, withPresentation } from '../command-options.ts';
import { deliveryLines } from '../delivery-text.ts';
import { CommandFailed, UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { soundPlan } from '../plan-file.ts';
import type { TestNoticeOptions } from '../programs.ts';
import { sessionOf } from '../session.ts';
import type { Surroundings } from '../surroundings.ts';

interface TestOptions extends PresentationOptions {
  readonly plan: string;
  readonly secrets?: string;
  readonly practice?: true;
}

/** `offpeak notify`: the people whom a plan names. */
export function notifyCommand(bench: Bench): Command {
  return new Command('notify')
    .summary('see whether the people of a plan are reached')
    .description('The people whom a plan names under `notify`.')
    .addCommand(testCommand(bench));
}

function testCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('test')
    .summary('send a test message through every channel of an entry')
    .description(
      'Sends one message, which says that it is a test, through every channel of an entry of `notify`, each once, and shows what each answered (docs/notify.md). People read it.',
    )
    .argument('<entry>', "its name in the plan's notify")
    .option('--plan <file>', 'the plan, YAML', 'plan.yaml')
    .option(
      '--secrets <region>',
      'take the channels from Secrets Manager and SNS in this AWS region, with your own AWS credentials',
      regionName,
    )
    .addOption(
      new Option(
        '--practice',
        'this machine may be an address; a channel without variables goes to the log',
      ).conflicts('secrets'),
    );
  return withFooter(withPresentation(command), FOOTER).action((entry: string, options: TestOptions) =>
    conclude(() => test(surroundings, entry, options)),
  );
}

const FOOTER = {
  examples: [
    ['offpeak notify test dba', 'before the first night, and after every change of a bot'],
    ['offpeak notify test dba --secrets cn-north-1', 'the channels of a deployment on AWS'],
  ],
  exits: [
    [EXIT.DONE, 'every channel took the message'],
    [
      EXIT.FAILED,
      'a channel did not take it; or the plan has faults or a variable is missing, and nothing was sent',
    ],
  ],
  variables: [
    ['OFFPEAK_NOTIFY_<ENTRY>_<CHANNEL>_URL', 'the address of a bot or webhook of that entry'],
    ['OFFPEAK_NOTIFY_<ENTRY>_<CHANNEL>_SECRET', 'its key, where it has one; a webhook needs one'],
    [
      'AWS_PROFILE',
      'whose credentials read secrets and publish, with --secrets; or AWS_ACCESS_KEY_ID and so on',
    ],
  ],
} as const;

async function test(surroundings: Surroundings, entry: string, options: TestOptions): Promise<number> {
  const { reader, words, json, print, printJson } = sessionOf(surroundings, options);
  const plan = await soundPlan(options.plan, surroundings.readText);
  const target = entryOf(plan, entry, options.plan);
  const answers = await surroundings.programs.testNotice({
    entry,
    target,
    zone: plan.timezone,
    language: reader.language,
    channels: channelsFor(entry, target, options, surroundings.environment),
    output: surroundings.output,
  });
  if (json)
    printJson({ entry, channels: answers.map(({ delivery, ...channel }) => ({ ...channel, ...delivery })) });
  else for (const line of deliveryLines(entry, answers, words)) print(line);
  return answers.every(({ delivery }) => delivery.delivered) ? EXIT.DONE : EXIT.FAILED;
}

function entryOf({ notify }: Plan, entry: string, path: string): NotifyTarget {
  const target = Object.hasOwn(notify, entry) ? notify[entry] : undefined;
  if (target !== undefined) return target;
  const names = Object.keys(notify);
  const near = nearest(entry, names);
  const hint = near === undefined ? `It has ${names.join(', ') || 'none'}.` : `Did you mean ${near}?`;
  throw new UsageError(`${path} has no entry "${entry}" under notify. ${hint}`);
}

/** Every channel's variables, or nothing is sent. */
function channelsFor(
  entry: string,
  target: NotifyTarget,
  options: TestOptions,
  environment: Surroundings['environment'],
): TestNoticeOptions['channels'] {
  if (options.secrets !== undefined) return { secretsIn: options.secrets };
  const practice = options.practice === true;
  const read = channelsFromEnvironment({ notify: { [entry]: target } }, environment, { practice });
  if (read.targets !== undefined) return { targets: read.targets, practice };
  const hint = 'Nothing was sent. The channels of a deployment on AWS: --secrets <region>.';
  throw new CommandFailed([...read.faults, hint].join('\n'));
}
