import type { RunView } from '../api/view-schema.ts';
import { oneLine } from './columns.ts';
import { type Reader, whenText, wordsOf } from './words.ts';

/** The parts of a run, in order, as somebody who waits for it sees them. */
export const STAGES = ['start', 'gates', 'switchover', 'outcome'] as const;
export type StageName = (typeof STAGES)[number];

export interface Stage {
  readonly name: StageName;
  readonly state: 'ahead' | 'now' | 'done' | 'left out' | 'failed';
  /** One line; empty while there is nothing to say. */
  readonly text: string;
}

/** How far a run is: one stage after the other, from its record alone. */
export function stagesOf(run: RunView, reader: Reader): readonly Stage[] {
  return [
    startStage(run, reader),
    gatesStage(run, reader),
    switchoverStage(run, reader),
    outcomeStage(run, reader),
  ];
}

const isClosed = ({ phase }: RunView): boolean => phase === 'CLOSED';
const isWaiting = ({ phase }: RunView): boolean => phase === 'ACCEPTED' || phase === 'WAITING';

function startStage(run: RunView, reader: Reader): Stage {
  const words = wordsOf(reader);
  const ahead = isWaiting(run) && Date.parse(run.request.startAt) > Date.parse(run.acceptedAt);
  const start = words.waitsUntil(whenText(run.request.startAt, reader));
  return {
    name: 'start',
    state: isWaiting(run) ? 'now' : 'done',
    text: ahead ? `${run.instance}: ${start}` : `${run.instance} (${words.modes[run.mode]})`,
  };
}

function gatesStage(run: RunView, reader: Reader): Stage {
  const { gates, refusal } = run;
  const name = 'gates';
  if (gates.length > 0) return { name, state: 'done', text: wordsOf(reader).gatesSaidYes(gates.length) };
  if (isClosed(run)) return { name, state: 'left out', text: '' };
  const text = refusal === undefined ? '' : refusal.decision.sentences[reader.language];
  return { name, state: isWaiting(run) && text === '' ? 'ahead' : 'now', text };
}

function switchoverStage(run: RunView, reader: Reader): Stage {
  const name = 'switchover';
  const last = run.sends.at(-1);
  if (last === undefined) {
    if (isClosed(run)) return { name, state: 'left out', text: '' };
    return { name, state: isWaiting(run) ? 'ahead' : 'now', text: '' };
  }
  const words = wordsOf(reader);
  const said = [words.answers[last.answer], last.code, last.requestId && words.requestId(last.requestId)];
  const roles = run.verified >= last.batch ? words.onTarget : isClosed(run) ? undefined : words.watching;
  const parts = [...(last.answer === 'none' ? [] : said), roles].flatMap((part) => part ?? []);
  const text = `${words.batch(last.batch, run.batches)}: ${oneLine(parts.join(', '))}`;
  if (!isClosed(run)) return { name, state: 'now', text };
  return { name, state: run.verified === run.batches ? 'done' : 'failed', text };
}

const BAD: ReadonlySet<string | undefined> = new Set(['PARTIAL', 'FAILED', 'UNKNOWN']);

function outcomeStage(run: RunView, { language }: Reader): Stage {
  const name = 'outcome';
  if (!isClosed(run)) return { name, state: 'ahead', text: '' };
  return { name, state: BAD.has(run.outcome) ? 'failed' : 'done', text: run.sentences?.[language] ?? '' };
}
