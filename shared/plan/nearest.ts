/**
 * The word of `words` that a person most probably meant by `written`, or undefined where none is near.
 *
 * Near is at most one slip of the keyboard in three characters, by `distance`; upper and lower case are the same.
 */
export function nearest(written: string, words: Iterable<string>): string | undefined {
  const asked = written.toLowerCase();
  let best: { word: string; slips: number } | undefined;
  for (const word of words) {
    const most = Math.max(1, Math.floor(word.length / 3));
    // As many letters as the lengths differ by are left out or put in, which is known without counting slips.
    if (Math.abs(asked.length - word.length) > most) continue;
    const slips = distance(asked, word.toLowerCase());
    if (slips <= most && slips < (best?.slips ?? Infinity)) best = { word, slips };
  }
  return best?.word;
}

/**
 * How many slips turn one word into the other: a letter left out, put in, mistaken, or two neighbours exchanged
 * (Damerau-Levenshtein, optimal string alignment).
 */
export function distance(one: string, other: string): number {
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const mistaken = at(last, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const exchanged =
        one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? at(beforeLast, j - 2) + 1 : Infinity;
      row.push(Math.min(at(row, j - 1) + 1, at(last, j) + 1, mistaken, exchanged));
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, other.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
