import { Command } from 'commander';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { SERVICE_VARIABLES, type ServiceChoice, withService } from '../command-options.ts';
import { EXIT } from '../exit-codes.ts';
import { costLines, runLines } from '../run-text.ts';
import { withRecords } from '../session.ts';

interface ShowOptions extends ServiceChoice {
  readonly cost?: true;
}

/** `offpeak show`: the whole story of one run. */
export function showCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('show')
    .summary('the whole story of one run')
    .description(
      'Shows one run: who asked, what each gate said, the targets, every request with its answer and request id, what people were told and whether it reached them, the outcome, what is held and what to do next.',
    )
    .argument('<run>', "the run's id")
    .option('--cost', 'also what it cost: states, reads of the vendor, polls, store units');
  return withFooter(withService(command), FOOTER).action((id: string, options: ShowOptions) =>
    conclude(() =>
      withRecords(surroundings, options, async (records, { json, reader, print, printJson }) => {
        const run = await records.run(id);
        const cost = options.cost === true ? await records.cost(id) : undefined;
        if (json) printJson({ ...run, ...(cost !== undefined && { cost }) });
        else {
          for (const line of runLines(run, reader, surroundings.output.color)) print(line);
          if (cost !== undefined) for (const line of costLines(cost, reader)) print(line);
        }
        return EXIT.DONE;
      }),
    ),
  );
}

const FOOTER = {
  examples: [
    ['offpeak show <run>', 'everything that is known of it'],
    ['offpeak show <run> --json', 'the same for a program'],
    ['offpeak show <run> --cost', 'with what it cost'],
  ],
  exits: [
    [EXIT.DONE, 'shown, whatever the outcome was'],
    [EXIT.FAILED, 'there is no such run, or it could not be read'],
  ],
  variables: SERVICE_VARIABLES,
} as const;
