import { instanceOf, type Run } from '../protocol/run.ts';
import { wallClockOf } from './catalogue/words.ts';
import type { LanguageTag } from './catalogue.ts';
import { LANGUAGES } from './catalogue.ts';
import type { MessageLanguage } from './messages/language.ts';
import type { DigestNotice } from './notice.ts';

/** So many instances of a group are named; machines get more of them. */
const MOST_NAMED = 10;
const MOST_LISTED = 100;

/** One text of a digest: one line for each outcome and reason, what needs people first. */
export function digestText(
  { from, to, groups, held }: DigestNotice,
  {
    language,
    zone,
    words,
  }: { readonly language: LanguageTag; readonly zone: string; readonly words: MessageLanguage },
): { readonly title: string; readonly paragraphs: readonly string[] } {
  const { outcomes, reasons, list, wallClock, unknown } = LANGUAGES[language];
  const wall = (at: number) => {
    const shown = wallClockOf(at, zone);
    return shown === undefined ? unknown : wallClock(shown);
  };
  const named = (runs: readonly Run[], name: (run: Run) => string) =>
    list(runs.slice(0, MOST_NAMED).map(name), Math.max(0, runs.length - MOST_NAMED));
  const counts = Map.groupBy(groups, ({ outcome }) => outcome);
  return {
    title: words.digestTitle(
      wallClockOf(to, zone)?.date ?? unknown,
      [...counts].map(([outcome, of]) =>
        words.counted(
          outcomes[outcome],
          of.reduce((sum, { runs }) => sum + runs.length, 0),
        ),
      ),
    ),
    paragraphs: [
      words.span(wall(from), wall(to)),
      ...(groups.length === 0 ? [words.nothingClosed] : []),
      ...groups.map(({ outcome, reason, runs }) =>
        words.group(outcomes[outcome], reasons[reason], runs.length, named(runs, idOf)),
      ),
      ...(held.length === 0
        ? []
        : [words.stillHeld(named(held, (run) => `${idOf(run)} (offpeak show ${run.runId})`))]),
    ],
  };
}

const idOf = (run: Run): string => instanceOf(run).instanceId;

/** The same for machines. */
export function digestData({ entry, from, to, groups, held }: DigestNotice): object {
  const shown = ({ runId, instance }: Run) => ({ runId, instance });
  return {
    entry,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    groups: groups.map(({ outcome, reason, runs }) => ({
      outcome,
      reason,
      count: runs.length,
      runs: runs.slice(0, MOST_LISTED).map(shown),
    })),
    held: held.slice(0, MOST_LISTED).map(shown),
  };
}
