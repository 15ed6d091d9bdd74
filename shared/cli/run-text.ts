import type { RunView } from '../api/view-schema.ts';
import { gateName, LANGUAGES } from '../notify/catalogue.ts';
import { GATES, type GateName } from '../switchover/codes.ts';
import { inColumns, oneLine } from './columns.ts';
import { nextStep } from './next-step.ts';
import { paint } from './paint.ts';
import type { RunCost } from './records.ts';
import { type Reader, whenText, wordsOf } from './words.ts';

/** The whole story of a run, line by line: request, gates, targets, requests sent, outcome, and what to do next. */
export function runLines(run: RunView, reader: Reader, color: boolean): readonly string[] {
  const { headings, chainBroken } = wordsOf(reader);
  return [
    ...headLines(run, reader, color),
    ...section(headings.gates, gateLines(run, reader)),
    ...section(headings.targets, pinLines(run, reader)),
    ...section(headings.requests, sendLines(run, reader)),
    ...section(headings.messages, messageLines(run, reader)),
    ...section(headings.settled, settledLines(run, reader)),
    ...section(headings.held, nextStep(run, reader)),
    ...(run.intact ? [] : ['', chainBroken]),
  ];
}

/** What the run has cost. */
export function costLines(cost: RunCost, reader: Reader): readonly string[] {
  const { headings, cost: names } = wordsOf(reader);
  const { states, ...counted } = cost;
  const rows = [
    ...(states === undefined ? [] : [[names.states, String(states)]]),
    [names.vendorReads, String(counted.vendorReads)],
    [names.polls, String(counted.polls)],
    [names.sends, String(counted.sends)],
    [names.writeUnits, String(counted.writeUnits)],
    [names.readUnits, String(counted.readUnits)],
  ];
  return section(headings.cost, inColumns(rows));
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function headLines(run: RunView, reader: Reader, color: boolean): readonly string[] {
  const words = wordsOf(reader);
  const { labels, openingSpan } = words;
  const { opening, request } = run;
  const at = (instant: string) => whenText(instant, reader);
  const rows: (readonly [string, string | undefined])[] = [
    [labels.instance, run.instance],
    [labels.rule, run.rule],
    [labels.mode, `${words.modes[run.mode]} (${run.account})`],
    [labels.asked, words.askedBy(request.by, request.source, oneLine(request.reason))],
    [labels.target, request.target && targetText(request.target)],
    [labels.accepted, at(run.acceptedAt)],
    [labels.opening, opening && openingSpan(at(opening.opensAt), at(opening.closesAt), at(opening.cutoffAt))],
    [labels.override, run.override && overrideText(run.override, reader)],
    [labels.closed, run.closedAt && at(run.closedAt)],
    [labels.phase, run.phase],
    [labels.desired, run.desired && words[run.desired]],
    [labels.attributed, run.attributed && words[run.attributed]],
    [labels.plan, run.plan],
  ];
  const known = rows.flatMap(([label, text]) => (text === undefined ? [] : [[label, text]]));
  return [
    `${words.run} ${run.id}`,
    ...statusLines(run, reader, color),
    '',
    ...inColumns(known).map((line) => `  ${line}`),
  ];
}

function statusLines({ outcome, sentences }: RunView, { language }: Reader, color: boolean) {
  return sentences === undefined ? [] : [paint(sentences[language], outcome, color)];
}

const overrideText = ({ gate, by, reason }: NonNullable<RunView['override']>, reader: Reader): string =>
  wordsOf(reader).overriddenBy(gateName(gate, reader.language), by, oneLine(reason));

/** A target in the words of `--target`. */
function targetText(target: NonNullable<RunView['request']['target']>): string {
  if (typeof target === 'string') return target;
  return 'zone' in target ? `zone:${target.zone}` : `nodes:${target.nodes.join(',')}`;
}

/** The gates in the order in which they are asked. */
function gateLines({ gates }: RunView, { language }: Reader): readonly string[] {
  const place = (gate: GateName) => GATES.indexOf(gate);
  const ordered = gates.toSorted((one, other) => place(one.gate) - place(other.gate));
  return inColumns(
    ordered.map(({ gate, answer, decision }) => [
      LANGUAGES[language].answers[answer],
      gateName(gate, language),
      decision.sentences[language],
    ]),
  );
}

function pinLines({ pins, verified, batches }: RunView, reader: Reader): readonly string[] {
  const words = wordsOf(reader);
  const rows = pins.flatMap(({ batch, targets }) =>
    targets.map(({ shardId, expectedPrimary, target }) => [
      words.batch(batch, batches),
      words.shard(shardId, expectedPrimary, target),
      batch <= verified ? words.nowPrimary : '',
    ]),
  );
  return inColumns(rows);
}

function sendLines({ sends, batches }: RunView, reader: Reader): readonly string[] {
  const words = wordsOf(reader);
  const rows = sends.map((send) => [
    `${words.batch(send.batch, batches)}, ${words.attempt(send.attempt)}`,
    words.nodes(send.targets.length),
    whenText(send.claimedAt, reader),
    words.answers[send.answer],
    [send.code, send.message, send.notSentBecause, send.requestId && words.requestId(send.requestId)]
      .flatMap((part) => (part === undefined || part === '' ? [] : [oneLine(part)]))
      .join(' · '),
  ]);
  return inColumns(rows);
}

/** Whom the run was told to, and how far each message came. */
function messageLines({ messages }: RunView, reader: Reader): readonly string[] {
  const { messages: words, deliveries } = wordsOf(reader);
  const codes: Readonly<Record<string, string>> = deliveries.codes;
  const meaning = (code: string) => (codes[code] === undefined ? code : `${codes[code]} (${code})`);
  return inColumns(
    messages.map(({ about, entry, channel, state, attempts, at, code }) => [
      words.about(about),
      `${entry}/${channel}`,
      words.states[state](whenText(at, reader)),
      [words.tries(attempts), ...(code === undefined ? [] : [meaning(code)])].join(', '),
    ]),
  );
}

function settledLines({ settled }: RunView, reader: Reader): readonly string[] {
  if (settled === undefined) return [];
  return [`${whenText(settled.at, reader)}  ${settled.decision.sentences[reader.language]}`];
}
