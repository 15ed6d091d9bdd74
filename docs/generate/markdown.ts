/** A table in Markdown. Bars inside a cell are escaped, so that no text can add a column. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellOf).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

const cellOf = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Text as it was printed, or source of a language. */
export const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
