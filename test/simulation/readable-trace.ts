/** Reads that only repeat what every pass reads say little to a person. */
const DULL = /^\d+ (due|settle)-\d+ (get|find|list) |get plan#|get watermark|control\/watermark/;

/** The story of a night without what is the same in every minute of it, cut in the middle where it is long. */
export function readable(trace: readonly string[], most = 160): readonly string[] {
  const told = trace.filter((line) => line.includes('←') || !DULL.test(line));
  if (told.length <= most) return told;
  const half = Math.floor(most / 2);
  return [...told.slice(0, half), `… ${told.length - most} lines more …`, ...told.slice(-half)];
}
