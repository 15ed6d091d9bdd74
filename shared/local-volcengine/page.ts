/** The rows of one page. Pages are counted from 1; a page past the end is empty. */
export function page<Row>(rows: readonly Row[], number: number, size: number): readonly Row[] {
  return rows.slice((number - 1) * size, number * size);
}
