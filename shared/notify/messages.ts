import type { Run } from '../protocol/run.ts';
import { instanceOf } from '../protocol/run.ts';
import type { ClaimedSend } from '../protocol/send.ts';
import { DECISION_CODES, type Decision, type DecisionCode } from '../switchover/codes.ts';
import { decide } from '../switchover/decisions.ts';
import type { Instant } from '../time/clock.ts';
import { wallClockOf } from './catalogue/words.ts';
import { gateName, LANGUAGES, type LanguageTag, render } from './catalogue.ts';
import type { Message } from './channel.ts';
import { digestData, digestText } from './digest.ts';
import { en } from './messages/en.ts';
import type { MessageLanguage } from './messages/language.ts';
import { TROUBLES, troubleOf } from './messages/troubles.ts';
import { zhCN } from './messages/zh-CN.ts';
import type { Notice, SettledNotice, TestNotice, TroubleNotice } from './notice.ts';

/** What messages say, in every language. */
export const MESSAGE_LANGUAGES = { en, 'zh-CN': zhCN } as const satisfies Record<
  LanguageTag,
  MessageLanguage
>;

/** For whom a message is written. */
export interface MessageReader {
  /** One text for each, in this order, in the same message. */
  readonly languages: readonly LanguageTag[];
  /** IANA zone in which instants are shown. */
  readonly zone: string;
  /** Where the runbook can be read, without an anchor. Absent: the message names its page only. */
  readonly runbook?: string;
  /** Against the local endpoint: each title says so. */
  readonly practice?: boolean;
}

/** At most so many sends are told one by one. */
const MOST_SENDS = 3;

/** What one language says of a notice. */
interface Text {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/**
 * The message of a notice, the same for every try: what happened, what was sent, what is held, what to do and not to do.
 *
 * Total over every run that can need people; texts of the vendor and of people lose their line breaks and direction marks.
 * Throws RangeError for an unknown zone.
 */
export function writeMessage(notice: Notice, reader: MessageReader): Message {
  const texts = reader.languages.map((language) => textOf(notice, { language, zone: reader.zone }));
  const shown = {
    title: texts.map(({ title }, index) => marked(title, reader, index)).join(' · '),
    paragraphs: texts.flatMap(({ paragraphs }) => paragraphs),
  };
  if (notice.kind === 'test') {
    return { id: `test/${notice.entry}/${notice.at}`, kind: 'test', ...shown, data: { entry: notice.entry } };
  }
  if (notice.kind === 'digest') {
    const id = `digest/${notice.entry}/${new Date(notice.to).toISOString()}`;
    return { id, kind: 'digest', ...shown, data: digestData(notice) };
  }
  const { run } = notice;
  return {
    id: `${run.runId}/${subjectOf(notice)}`,
    kind: notice.kind,
    ...shown,
    ...commandOf(notice),
    ...(reader.runbook !== undefined && { link: `${reader.runbook}#${anchorOf(notice)}` }),
    data: dataOf(notice),
  };
}

function marked(title: string, { languages, practice }: MessageReader, index: number): string {
  const language = languages[index];
  return practice === true && language !== undefined ? MESSAGE_LANGUAGES[language].practice(title) : title;
}

/** The name under which one thing about a run is told, and its delivery recorded. */
export function subjectOf(notice: TroubleNotice | SettledNotice): string {
  if (notice.kind === 'settled') return 'settled';
  return notice.heldForDays === undefined ? 'trouble' : `held-${notice.heldForDays}`;
}

interface OneReader {
  readonly language: LanguageTag;
  readonly zone: string;
}

function textOf(notice: Notice, reader: OneReader): Text {
  switch (notice.kind) {
    case 'trouble':
      return troubleText(notice, reader);
    case 'settled':
      return settledText(notice, reader);
    case 'digest':
      return digestText(notice, { ...reader, words: MESSAGE_LANGUAGES[reader.language] });
    case 'test':
      return testText(notice, reader);
  }
}

function troubleText({ run, sends, heldForDays, accountStopped }: TroubleNotice, reader: OneReader): Text {
  const words = MESSAGE_LANGUAGES[reader.language];
  const { outcome, reason } = namesOf(run, reader.language);
  const advice = adviceOf(run, words);
  const instance = instanceOf(run).instanceId;
  return {
    title:
      heldForDays === undefined
        ? words.troubleTitle(outcome, reason, instance)
        : words.heldTitle(heldForDays, instance),
    paragraphs: [
      words.happened(sentenceOf(run.decision, reader)),
      ...overrideText(run, reader),
      sentText(sends, reader.language),
      run.hold === true ? words.held : words.nothingHeld,
      ...(advice === undefined ? [] : [words.todo(advice.do)]),
      ...(advice?.doNot === undefined ? [] : [words.notToDo(advice.doNot)]),
      ...(accountStopped === true ? [words.accountStopped(run.account)] : []),
      words.about(run.runId, run.rule, wallText(run.closedAt ?? 0, reader)),
      words.runbook(`${run.outcome} · ${run.reason}`),
    ],
  };
}

function settledText({ run, sends }: SettledNotice, reader: OneReader): Text {
  const words = MESSAGE_LANGUAGES[reader.language];
  const { outcome, reason } = namesOf(run, reader.language);
  return {
    title: words.settledTitle(instanceOf(run).instanceId),
    paragraphs: [
      words.happened(sentenceOf(run.settled?.decision, reader)),
      ...overrideText(run, reader),
      sentText(sends, reader.language),
      words.nothingHeld,
      words.outcomeStays(outcome, reason),
      words.about(run.runId, run.rule, wallText(run.closedAt ?? 0, reader)),
    ],
  };
}

/** Whoever is called at night sees at once that a person had set a gate aside. */
function overrideText({ override }: Run, reader: OneReader): readonly string[] {
  if (override === undefined) return [];
  const { gate, by, reason } = override;
  const sentence = render(decide('OVERRIDDEN', { by, reason }), reader);
  return [MESSAGE_LANGUAGES[reader.language].overridden(gateName(gate, reader.language), sentence)];
}

function testText({ entry, at }: TestNotice, reader: OneReader): Text {
  const words = MESSAGE_LANGUAGES[reader.language];
  return { title: words.testTitle(entry), paragraphs: [words.test(entry, wallText(at, reader))] };
}

function namesOf({ outcome, reason }: Run, language: LanguageTag) {
  const { outcomes, reasons, unknown } = LANGUAGES[language];
  return {
    outcome: outcome === undefined ? unknown : outcomes[outcome],
    reason: reason === undefined ? unknown : reasons[reason],
  };
}

function adviceOf({ outcome, reason }: Run, words: MessageLanguage) {
  const trouble = outcome && reason && troubleOf(outcome, reason);
  return trouble === undefined ? undefined : words.advice[trouble];
}

const isCode = (code: string): code is DecisionCode => DECISION_CODES.some((known) => known === code);

/** A decision of a version that this one does not know still leaves the rest of the message to be told. */
function sentenceOf(
  decision: { readonly code: string; readonly data: Decision['data'] } | undefined,
  reader: OneReader,
): string {
  if (decision === undefined || !isCode(decision.code))
    return decision?.code ?? LANGUAGES[reader.language].unknown;
  return render({ code: decision.code, data: decision.data }, reader);
}

/** What left, in order; a send that was never sent is none. */
function sentText(sends: readonly ClaimedSend[], language: LanguageTag): string {
  const words = MESSAGE_LANGUAGES[language];
  const left = sends.filter(({ answer }) => answer !== 'NOT_SENT');
  if (left.length === 0) return words.nothingSent;
  const shown = left.slice(-MOST_SENDS).map(({ targets, answer, code, requestId }) => ({
    nodes: LANGUAGES[language].list(targets.slice(0, MOST_SENDS), Math.max(0, targets.length - MOST_SENDS)),
    answer: words.answers[answer],
    code,
    requestId,
  }));
  return words.sent(shown, left.length - shown.length);
}

function wallText(at: Instant, { language, zone }: OneReader): string {
  const wall = wallClockOf(at, zone);
  return wall === undefined ? LANGUAGES[language].unknown : LANGUAGES[language].wallClock(wall);
}

function commandOf(notice: TroubleNotice | SettledNotice): { readonly command?: string } {
  const { runId, account, outcome, reason } = notice.run;
  if (notice.kind === 'settled') return { command: `offpeak show ${runId}` };
  const trouble = outcome && reason && troubleOf(outcome, reason);
  if (trouble === undefined) return {};
  return { command: TROUBLES[trouble].command.replace('<run>', runId).replace('<name>', account) };
}

const anchorOf = (notice: TroubleNotice | SettledNotice): string =>
  notice.kind === 'settled' ? 'how-a-hold-ends' : (notice.run.outcome ?? '').toLowerCase();

/** The same for machines. */
function dataOf(notice: TroubleNotice | SettledNotice): object {
  const { run, sends } = notice;
  const { settled } = run;
  return {
    subject: subjectOf(notice),
    runId: run.runId,
    account: run.account,
    instance: run.instance,
    ...(run.rule !== undefined && { rule: run.rule }),
    outcome: run.outcome,
    reason: run.reason,
    decision: run.decision,
    ...(run.override && {
      override: { gate: run.override.gate, by: run.override.by, reason: run.override.reason },
    }),
    held: run.hold === true,
    closedAt: iso(run.closedAt),
    sends: sends.map(({ batch, attempt, targets, answer, code, requestId, claimedAt }) => ({
      batch,
      attempt,
      targets,
      answer,
      ...(code !== undefined && { code }),
      ...(requestId !== undefined && { requestId }),
      claimedAt: iso(claimedAt),
    })),
    ...(settled && { settled: { as: settled.as, at: iso(settled.at), decision: settled.decision } }),
    ...('accountStopped' in notice && { accountStopped: true }),
  };
}

const iso = (at: Instant | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();
