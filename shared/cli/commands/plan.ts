import { Command } from 'commander';
import { planJsonSchema } from '../../plan/json-schema.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import {
  type PresentationOptions,
  regionName,
  SERVICE_VARIABLES,
  type ServiceChoice,
  withPresentation,
  withService,
} from '../command-options.ts';
import { CommandFailed } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { differenceLines } from '../plan-difference.ts';
import { faultCount, faultLines } from '../plan-faults.ts';
import { readPlanFile, readPlanText, soundPlan } from '../plan-file.ts';
import { sessionOf, withRecords } from '../session.ts';
import type { Surroundings } from '../surroundings.ts';

/** `offpeak plan`: check, apply and describe plans. */
export function planCommand(bench: Bench): Command {
  return new Command('plan')
    .summary('check a plan, put it in force, or print its JSON Schema')
    .description('A plan says which instances are switched over, when, and whom to tell.')
    .addCommand(checkCommand(bench))
    .addCommand(applyCommand(bench))
    .addCommand(schemaCommand(bench));
}

function checkCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('check')
    .summary('name every fault of a plan')
    .description(
      'Checks a plan and names all its faults at once: `file:line:column  sentence  (did you mean …?)`.',
    )
    .argument('<file>', 'the plan, YAML');
  const footer = {
    examples: [['offpeak plan check plan.yaml', 'offline; reads the plan and its calendars only']],
    exits: [
      [EXIT.DONE, 'it has no fault'],
      [EXIT.FAILED, 'it has faults, or cannot be read'],
    ],
  } as const;
  return withFooter(withPresentation(command), footer).action((path: string, options: PresentationOptions) =>
    conclude(async () => {
      const { json, print, printJson } = sessionOf(surroundings, options);
      const reading = await readPlanFile(path, surroundings.readText);
      if ('plan' in reading) {
        const { hash, rules } = reading.plan;
        if (json) printJson({ hash, rules: rules.length, faults: [] });
        else print(`${path} has no fault: ${rules.length} rules, plan ${hash.slice(0, 12)}.`);
        return EXIT.DONE;
      }
      if (json) printJson({ faults: reading.faults });
      else for (const line of faultLines(path, reading.faults)) print(line);
      surroundings.output.stderr(`offpeak: ${faultCount(path, reading.faults)}\n`);
      return EXIT.FAILED;
    }),
  );
}

function applyCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('apply')
    .summary('check a plan and put it in force')
    .description(
      'Checks a plan and puts it in force: every request is checked against it from then on, also of runs that began under an earlier one.',
    )
    .argument('<file>', 'the plan, YAML')
    .option(
      '--secrets <region>',
      'first look, with your own AWS credentials, whether the secrets of its channels can be used, in Secrets Manager of this AWS region',
      regionName,
    );
  return withFooter(withService(command), APPLY_FOOTER).action((path: string, options: ApplyOptions) =>
    conclude(async () => {
      const { notify } = await soundPlan(path, surroundings.readText);
      if (options.secrets !== undefined) await refuseUnusable(surroundings, notify, options.secrets);
      const text = await readPlanText(path, surroundings.readText);
      return await withRecords(surroundings, options, async (records, { json, words, print, printJson }) => {
        const applied = await records.apply(text);
        if (json) printJson(applied);
        else {
          print(words.applied(applied.hash.slice(0, 12), applied.before?.slice(0, 12)));
          for (const line of differenceLines(applied.difference, words)) print(line);
        }
        return EXIT.DONE;
      });
    }),
  );
}

interface ApplyOptions extends ServiceChoice {
  readonly secrets?: string;
}

const APPLY_FOOTER = {
  examples: [
    ['offpeak forecast plan.yaml', 'look first'],
    ['offpeak plan apply plan.yaml', 'in the running service'],
    [
      'offpeak plan apply plan.yaml --url https://… --secrets cn-north-1',
      'on AWS, where the API itself may read no secret',
    ],
  ],
  exits: [
    [EXIT.DONE, 'it is in force'],
    [
      EXIT.FAILED,
      'it has faults, a channel cannot be used, or the service refused it; the earlier plan stays in force',
    ],
  ],
  variables: SERVICE_VARIABLES,
} as const;

/** An address in a private range, a secret that is not there or not readable: found before the night in which it is needed. */
async function refuseUnusable(
  { programs }: Surroundings,
  notify: Plan['notify'],
  secretsIn: string,
): Promise<void> {
  const faults = await programs.channelFaults({ notify, secretsIn });
  if (faults.length === 0) return;
  throw new CommandFailed(
    [...faults, 'The plan was not applied; the earlier one stays in force.'].join('\n'),
  );
}

function schemaCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('schema')
    .summary('print the JSON Schema of a plan')
    .description('Prints the JSON Schema of a plan, for editors.');
  const footer = {
    examples: [
      ['offpeak plan schema > plan.schema.json', 'then: # yaml-language-server: $schema=plan.schema.json'],
    ],
    exits: [[EXIT.DONE, 'printed']],
  } as const;
  return withFooter(withPresentation(command), footer).action((options: PresentationOptions) =>
    conclude(async () => {
      sessionOf(surroundings, options).printJson(planJsonSchema());
      return EXIT.DONE;
    }),
  );
}
