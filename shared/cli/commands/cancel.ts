import { Command } from 'commander';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { reasonText, SERVICE_VARIABLES, type ServiceChoice, withService } from '../command-options.ts';
import { EXIT } from '../exit-codes.ts';
import { withRecords } from '../session.ts';

/** `offpeak cancel`: ends a run that has sent nothing. */
export function cancelCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('cancel')
    .summary('end a run that has sent nothing')
    .description(
      'Cancels a run that has sent nothing yet. One that has cannot be called back: it watches the roles and closes truthfully.',
    )
    .argument('<run>', "the run's id")
    .requiredOption('--reason <text>', 'why; it stands in the record', reasonText);
  return withFooter(withService(command), FOOTER).action(
    (id: string, options: ServiceChoice & { readonly reason: string }) =>
      conclude(() =>
        withRecords(surroundings, options, async (records, { json, reader, print, printJson }) => {
          const run = await records.cancel(id, options.reason);
          if (json) printJson(run);
          else print(run.sentences?.[reader.language] ?? run.phase);
          return EXIT.DONE;
        }),
      ),
  );
}

const FOOTER = {
  examples: [
    ['offpeak cancel <run> --reason "asked for by mistake"', 'nothing is sent, and the instance is free'],
  ],
  exits: [
    [EXIT.DONE, 'it is cancelled'],
    [EXIT.FAILED, 'it has sent or has closed already, or there is no such run'],
  ],
  variables: SERVICE_VARIABLES,
} as const;
