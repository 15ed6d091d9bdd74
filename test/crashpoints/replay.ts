import { labelOf, play } from './enumerate.ts';
import type { Fault } from './faults.ts';
import type { Scenario } from './scenario.ts';

/** I/Os that are shown before a fault and after it. */
const AROUND = 4;

/** Plays one case and tells of it: the I/Os around each fault, what the runs came to, what was violated. */
export async function replay(
  scenario: Scenario,
  faults: readonly Fault[],
): Promise<{ text: string; violated: boolean }> {
  const { ios, runs, violations } = await play(scenario, faults);
  const shown = ios.flatMap(({ place, call }, number) => {
    const kind = faults.find(({ at }) => at === number)?.kind;
    const near = faults.some(({ at }) => Math.abs(at - number) <= AROUND);
    return near
      ? [`${String(number).padStart(5)}  ${place} ${call}${kind === undefined ? '' : `  ← ${kind}`}`]
      : [];
  });
  const text = [
    ...shown,
    '',
    ...(runs.length === 0 ? ['nothing accepted'] : runs.map(labelOf)),
    ...(violations.length === 0 ? ['no violation'] : violations.map((violation) => `violated: ${violation}`)),
  ].join('\n');
  return { text, violated: violations.length > 0 };
}
