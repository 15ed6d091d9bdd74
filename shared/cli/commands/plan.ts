import { Command } from 'commander';
import { planJsonSchema } from '../../plan/json-schema.ts';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import {
  type PresentationOptions,
  SERVICE_VARIABLES,
  type ServiceChoice,
  withPresentation,
  withService,
} from '../command-options.ts';
import { EXIT } from '../exit-codes.ts';
import { differenceLines } from '../plan-difference.ts';
import { faultCount, faultLines } from '../plan-faults.ts';
import { readPlanFile, readPlanText, soundPlan } from '../plan-file.ts';
import { sessionOf, withRecords } from '../session.ts';

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
    .argument('<file>', 'the plan, YAML');
  const footer = {
    examples: [
      ['offpeak forecast plan.yaml', 'look first'],
      ['offpeak plan apply plan.yaml', 'in the running service'],
    ],
    exits: [
      [EXIT.DONE, 'it is in force'],
      [EXIT.FAILED, 'it has faults, or the service refused it; the earlier plan stays in force'],
    ],
    variables: SERVICE_VARIABLES,
  } as const;
  return withFooter(withService(command), footer).action((path: string, options: ServiceChoice) =>
    conclude(async () => {
      await soundPlan(path, surroundings.readText);
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
