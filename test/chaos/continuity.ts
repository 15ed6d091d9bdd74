import type { Story, Violation } from './judge.ts';

/**
 * What a kill may not have taken back: a run that was there, its events, its pins, its sends with their answers, its
 * outcome, its settling. `before` and `after` are two readings of one store.
 */
export function continuityFaults(
  before: ReadonlyMap<string, Story>,
  after: ReadonlyMap<string, Story>,
): readonly Violation[] {
  return [...before].flatMap(([runId, earlier]) => {
    const later = after.get(runId);
    const wrong = later === undefined ? ['it is lost'] : takenBack(earlier, later);
    return wrong.map((one) => ({ runId, wrong: one }));
  });
}

function takenBack(earlier: Story, later: Story): string[] {
  const found: string[] = [];
  for (const [number, event] of earlier.events.entries())
    if (!same(event, later.events[number])) found.push(`event ${number} was changed or lost`);
  if (earlier.pins.length > 0 && !same(earlier.pins, later.pins)) found.push('its pins were changed or lost');
  for (const send of earlier.sends) {
    const now = later.sends.find(({ batch, attempt }) => batch === send.batch && attempt === send.attempt);
    const kept = now !== undefined && (send.answer === 'none' ? now.by === send.by : same(send, now));
    if (!kept) found.push(`send ${send.batch}#${send.attempt} was changed or lost`);
  }
  const { outcome, reason, settled } = earlier.run;
  const closed = earlier.run.phase === 'CLOSED';
  if (
    closed &&
    (later.run.phase !== 'CLOSED' || later.run.outcome !== outcome || later.run.reason !== reason)
  )
    found.push(`${outcome} · ${reason} became ${later.run.phase} ${later.run.outcome} · ${later.run.reason}`);
  if (settled !== undefined && later.run.settled?.as !== settled.as)
    found.push(`settled ${settled.as} became ${later.run.settled?.as}`);
  return found;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
