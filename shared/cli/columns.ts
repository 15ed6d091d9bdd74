/** Characters that a terminal shows two columns wide: CJK and full-width forms. */
const WIDE = /[\p{Script=Han}\u3000-\u303f\u3040-\u30ff\uff01-\uff60\uffe0-\uffe6]/gu;

/** How many columns a text takes on a terminal. */
export const widthOf = (text: string): number => [...text].length + (text.match(WIDE)?.length ?? 0);

/** A text with spaces after it, up to a width. */
export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Rows with every column but the last as wide as its widest text, two spaces apart; no space ends a line. */
export function inColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, text] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(text));
  return rows.map((row) =>
    row
      .map((text, index) => (index === row.length - 1 ? text : padded(text, widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** Text of one line: line breaks and control characters, which people or the vendor may have written, become spaces. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim();
