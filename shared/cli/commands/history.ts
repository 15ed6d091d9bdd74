import { Command, Option } from 'commander';
import type { RunSummary } from '../../api/view-schema.ts';
import { inColumns, oneLine } from '../columns.ts';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { SERVICE_VARIABLES, type ServiceChoice, wholeNumber, withService } from '../command-options.ts';
import { EXIT } from '../exit-codes.ts';
import { paint } from '../paint.ts';
import type { Records, RunQuery } from '../records.ts';
import { type Session, withRecords } from '../session.ts';
import { whenText } from '../words.ts';

interface HistoryOptions extends ServiceChoice {
  readonly instance?: string;
  readonly month?: string;
  readonly attention?: true;
  readonly limit: number;
}

/** What one page of the API holds at most. */
const LONGEST_PAGE = 100;

/** `offpeak history`: runs, newest first. */
export function historyCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('history')
    .summary('runs of a month or an instance, or those that need a person')
    .description(
      'Lists runs, newest first: of this month unless told otherwise. With --attention those that are open or need a person, the soonest deadline first.',
    )
    .addOption(
      new Option('--instance <id>', 'of one instance: <region>/<id>, or the id alone').conflicts([
        'month',
        'attention',
      ]),
    )
    .addOption(new Option('--month <YYYY-MM>', 'of one month, in UTC').conflicts('attention'))
    .option('--attention', 'those that are open or need a person')
    .option('--limit <number>', 'at most this many', wholeNumber(1, 10_000), 50);
  return withFooter(withService(command), FOOTER).action((options: HistoryOptions) =>
    conclude(() =>
      withRecords(surroundings, options, async (records, session) => {
        const { runs, more } = await readRuns(
          records,
          queryOf(options, surroundings.clock.now()),
          options.limit,
        );
        if (session.json) session.printJson({ runs, more });
        else showRuns(runs, more, session, surroundings.output.color);
        return EXIT.DONE;
      }),
    ),
  );
}

const FOOTER = {
  examples: [
    ['offpeak history', 'this month'],
    ['offpeak history --instance redis-cn0212gzmh2xs0001', 'one instance'],
    ['offpeak history --attention', 'what is open or waits for a person'],
  ],
  exits: [
    [EXIT.DONE, 'listed, even if there were none'],
    [EXIT.FAILED, 'the records could not be read'],
  ],
  variables: SERVICE_VARIABLES,
} as const;

function queryOf({ instance, month, attention }: HistoryOptions, now: number): RunQuery {
  if (instance !== undefined) return { instance };
  if (attention === true) return { attention: 'true' };
  return { month: month ?? new Date(now).toISOString().slice(0, 'YYYY-MM'.length) };
}

async function readRuns(records: Records, query: RunQuery, limit: number) {
  const runs: RunSummary[] = [];
  let after: string | undefined;
  do {
    const page = String(Math.min(LONGEST_PAGE, limit - runs.length));
    const read = await records.runs({ ...query, limit: page, ...(after !== undefined && { after }) });
    runs.push(...read.runs);
    after = read.next;
  } while (after !== undefined && runs.length < limit);
  return { runs, more: after !== undefined };
}

function showRuns(runs: readonly RunSummary[], more: boolean, session: Session, color: boolean): void {
  const { words, print } = session;
  if (runs.length === 0) print(words.noRuns);
  const lines = inColumns(runs.map((run) => rowOf(run, session)));
  for (const [index, line] of lines.entries()) print(paint(line, runs[index]?.outcome, color));
  if (more) print(words.moreRuns(runs.length));
}

function rowOf(run: RunSummary, { reader }: Session): readonly string[] {
  const reason = run.reason ?? run.refusal?.reason ?? '';
  return [
    whenText(run.acceptedAt, reader),
    run.instance,
    run.outcome ?? run.phase,
    [reason, run.hold && '(hold)', run.override && `(override: ${run.override.gate})`]
      .filter((part) => typeof part === 'string')
      .join(' '),
    oneLine(run.rule ?? ''),
    run.id,
  ];
}
