import { Command } from 'commander';
import { nearest } from '../../plan/nearest.ts';
import { isStopScope } from '../../protocol/control.ts';
import { inColumns, oneLine } from '../columns.ts';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { reasonText, SERVICE_VARIABLES, type ServiceChoice, withService } from '../command-options.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { withRecords } from '../session.ts';
import { whenText } from '../words.ts';

const SCOPE = 'everything, account:<name>, rule:<name> or instance:<region>/<id>';

/** `offpeak stop`: from its commit on nothing new is sent in its scope. */
export function stopCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('stop')
    .summary('halt everything, an account, a rule or an instance')
    .description(
      'Puts a stop: from then on nothing new is sent in its scope, by whomever it was asked for. What was sent already is watched to its end.',
    )
    .argument('<scope>', SCOPE)
    .requiredOption('--reason <text>', 'why; everybody who is stopped reads it', reasonText);
  const footer = {
    examples: [
      ['offpeak stop everything --reason "incident 4711"', 'halt this deployment'],
      [
        'offpeak stop instance:cn-beijing/redis-cn0212gzmh2xs0001 --reason "under repair"',
        'halt one instance',
      ],
    ],
    exits: [
      [EXIT.DONE, 'the stop is in force'],
      [EXIT.FAILED, 'it is not'],
    ],
    variables: SERVICE_VARIABLES,
  } as const;
  return withFooter(withService(command), footer).action(
    (scope: string, options: ServiceChoice & { readonly reason: string }) =>
      conclude(async () => {
        checkScope(scope);
        return await withRecords(
          surroundings,
          options,
          async (records, { json, words, print, printJson }) => {
            const stop = await records.stop(scope, options.reason);
            if (json) printJson(stop);
            else print(words.stopped(stop.scope));
            return EXIT.DONE;
          },
        );
      }),
  );
}

/** `offpeak resume`: lifts a stop. */
export function resumeCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('resume')
    .summary('lift a stop')
    .description(
      'Lifts the stop of a scope. For an account it also forgets the bad outcomes that were counted.',
    )
    .argument('<scope>', SCOPE);
  const footer = {
    examples: [['offpeak resume everything', 'lift that stop; others stay in force']],
    exits: [
      [EXIT.DONE, 'the stop is lifted'],
      [EXIT.FAILED, 'no such stop was in force, or it could not be lifted'],
    ],
    variables: SERVICE_VARIABLES,
  } as const;
  return withFooter(withService(command), footer).action((scope: string, options: ServiceChoice) =>
    conclude(async () => {
      checkScope(scope);
      return await withRecords(surroundings, options, async (records, { json, words, print, printJson }) => {
        await records.resume(scope);
        if (json) printJson({ scope, resumed: true });
        else print(words.resumed(scope));
        return EXIT.DONE;
      });
    }),
  );
}

/** `offpeak stops`: the stops in force. */
export function stopsCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('stops')
    .summary('the stops in force')
    .description('Lists the stops in force: scope, since when, by whom and why.');
  const footer = {
    examples: [['offpeak stops', 'who has stopped what']],
    exits: [
      [EXIT.DONE, 'listed, even if there were none'],
      [EXIT.FAILED, 'the records could not be read'],
    ],
    variables: SERVICE_VARIABLES,
  } as const;
  return withFooter(withService(command), footer).action((options: ServiceChoice) =>
    conclude(() =>
      withRecords(surroundings, options, async (records, { json, reader, words, print, printJson }) => {
        const stops = await records.stops();
        const rows = stops.map(({ scope, at, by, reason }) => [
          scope,
          whenText(at, reader),
          by,
          oneLine(reason),
        ]);
        if (json) printJson({ stops });
        else for (const line of stops.length === 0 ? [words.noStops] : inColumns(rows)) print(line);
        return EXIT.DONE;
      }),
    ),
  );
}

function checkScope(scope: string): void {
  if (isStopScope(scope)) return;
  const meant = nearest(scope.split(':')[0] ?? '', ['everything', 'account', 'rule', 'instance']);
  const question =
    meant === undefined ? '' : ` Did you mean ${meant === 'everything' ? meant : `${meant}:…`}?`;
  throw new UsageError(`A scope is ${SCOPE}, not "${scope}".${question}`);
}
