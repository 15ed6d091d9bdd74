import { Command } from 'commander';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { reasonText, SERVICE_VARIABLES, type ServiceChoice, withService } from '../command-options.ts';
import { EXIT } from '../exit-codes.ts';
import { withRecords } from '../session.ts';

/** `offpeak acknowledge`: a person frees what a run holds. */
export function acknowledgeCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('acknowledge')
    .summary('free the instance that a run holds')
    .description(
      'Frees the instance of a run that ended PARTIAL, FAILED with a foreign change, or UNKNOWN, after a person has seen the instance. The outcome stays as it is. Refused while what was sent can still take effect.',
    )
    .argument('<run>', "the run's id")
    .requiredOption('--reason <text>', 'what you saw; it stands in the record', reasonText);
  return withFooter(withService(command), FOOTER).action(
    (id: string, options: ServiceChoice & { readonly reason: string }) =>
      conclude(() =>
        withRecords(surroundings, options, async (records, { json, reader, print, printJson }) => {
          const run = await records.acknowledge(id, options.reason);
          if (json) printJson(run);
          else print(run.settled?.decision.sentences[reader.language] ?? run.phase);
          return EXIT.DONE;
        }),
      ),
  );
}

const FOOTER = {
  examples: [
    ['offpeak history --attention', 'which runs hold something'],
    ['offpeak acknowledge <run> --reason "both shards seen in zone b"', 'free the instance'],
  ],
  exits: [
    [EXIT.DONE, 'the instance is free'],
    [EXIT.FAILED, 'too early, nothing is held, or there is no such run'],
  ],
  variables: SERVICE_VARIABLES,
} as const;
