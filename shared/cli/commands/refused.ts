import { Command } from 'commander';
import type { RefusedView } from '../../api/view-schema.ts';
import { inColumns, oneLine } from '../columns.ts';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { SERVICE_VARIABLES, type ServiceChoice, withService } from '../command-options.ts';
import { EXIT } from '../exit-codes.ts';
import { type Session, withRecords } from '../session.ts';
import { whenText } from '../words.ts';

/** `offpeak refused`: what was asked for and became no run. */
export function refusedCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('refused')
    .summary('requests that were refused, and triggers that never arrived')
    .description(
      'Lists what was asked for and became no run, newest first, as far as it is kept (90 days): requests of workflows that were refused, and triggers that could not be delivered.',
    );
  const footer = {
    examples: [['offpeak refused', 'why a workflow was told InputRefused']],
    exits: [
      [EXIT.DONE, 'listed, even if there was nothing'],
      [EXIT.FAILED, 'the records could not be read'],
    ],
    variables: SERVICE_VARIABLES,
  } as const;
  return withFooter(withService(command), footer).action((options: ServiceChoice) =>
    conclude(() =>
      withRecords(surroundings, options, async (records, session) => {
        const refused = await records.refused();
        if (session.json) session.printJson(refused);
        else for (const line of refusedLines(refused, session)) session.print(line);
        return EXIT.DONE;
      }),
    ),
  );
}

function refusedLines({ requests, letters, more }: RefusedView, { reader, words }: Session) {
  const rows = [
    ...requests.map(({ at, execution, why }) => [at, words.refused.request, execution, why] as const),
    ...letters.map((letter) => {
      const why = [...(letter.faults ?? []), ...(letter.answer === undefined ? [] : [letter.answer])];
      const whose = [letter.from, letter.of].filter((part) => part !== undefined).join(' → ');
      return [letter.at, words.refused.letters[letter.what], whose, why.join('; ')] as const;
    }),
  ].toSorted(([one], [other]) => Date.parse(other) - Date.parse(one));
  return [
    ...(rows.length === 0 ? [words.refused.nothing] : []),
    ...inColumns(rows.map(([at, ...texts]) => [whenText(at, reader), ...texts.map(oneLine)])),
    ...(more === 0 ? [] : [words.refused.more(more)]),
  ];
}
