import { DAYS_COMPARED, type DifferenceView } from '../api/view-schema.ts';
import type { Words } from './words.ts';

/** As many names are told one by one; `--json` has them all. */
const MOST_NAMES = 10;

/** What a plan that was applied changes, a line each; nothing of what stays as it was, but always the runs. */
export function differenceLines(
  difference: DifferenceView | undefined,
  { difference: words }: Words,
): readonly string[] {
  if (difference === undefined) return [];
  const { added, removed, elsewhere, modes, runs } = difference;
  const told = (names: readonly string[], say: (names: string) => string): readonly string[] => {
    if (names.length === 0) return [];
    const shown = names.slice(0, MOST_NAMES).join(', ');
    return [say(names.length > MOST_NAMES ? words.more(shown, names.length - MOST_NAMES) : shown)];
  };
  return [
    ...told(added, words.added),
    ...told(removed, words.removed),
    ...told(elsewhere, words.elsewhere),
    ...modes.map(({ account, before, after }) => words.mode(account, before, after)),
    words.runs(runs.before, runs.after, DAYS_COMPARED),
  ];
}
