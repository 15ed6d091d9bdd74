import { runIdOfOccurrence } from '../../../shared/protocol/identity.ts';
import { keys } from '../../../shared/protocol/keys.ts';
import { instanceOf, type Run, readRun } from '../../../shared/protocol/run.ts';
import { MINUTE } from '../../../shared/time/clock.ts';
import { messagesOf } from './messages.ts';
import { CLOSES } from './night.ts';
import type { Simulation } from './simulation.ts';
import type { Witness } from './witness.ts';
import type { World } from './world.ts';

/** Every run as it stands in the store. */
export async function allRuns({
  witness,
  store,
}: Pick<Simulation, 'witness' | 'store'>): Promise<readonly Run[]> {
  const items = await store.getMany(witness.runIds().map((runId) => keys.run(runId)));
  return items.map(readRun);
}

/** Runs that this night has to bring to an end: the others are for another night. */
export const isOfTonight = (run: Run): boolean =>
  run.startAt < CLOSES && (run.opening === undefined || run.opening.opensAt < CLOSES);

/** The runs that the plan makes due in this night, by their ids. */
export const occurrencesOf = ({ instances }: World): readonly string[] =>
  instances
    .filter(({ standing }) => standing === 'switched' || standing === 'observed')
    .map(({ id }) => runIdOfOccurrence('simulated', { region: 'cn-beijing', instanceId: id }, '2026-11-24'));

/** What is still to be done in this night. */
export async function openRuns(simulation: Simulation): Promise<readonly Run[]> {
  return (await allRuns(simulation)).filter(
    (run) =>
      isOfTonight(run) &&
      ((!isDone(run) && !waitsForAPerson(run, simulation.witness)) || !isTold(run, simulation.witness)),
  );
}

/** Closed, announced, and its UNKNOWN settled: what only a person can free counts as done. */
export function isDone(run: Run): boolean {
  if (run.phase !== 'CLOSED' || run.announcedAt === undefined) return false;
  if (run.settled !== undefined) return run.settled.announced;
  return !(run.outcome === 'UNKNOWN' && run.hold === true);
}

/** Whether each message about it has come to its end on each channel, as far as there is one by now. */
const isTold = (run: Run, { latest }: Witness): boolean =>
  messagesOf(run).every(({ key }) => {
    const record = latest(key);
    return record?.deliveredAt !== undefined || record?.failedAt !== undefined;
  });

export const isOver = (open: readonly Run[]): boolean => open.length === 0;

/** As far as the run knows, and nothing has changed since it looked. Mixed roles never settle by themselves. */
function waitsForAPerson(run: Run, { standings }: Witness): boolean {
  const last = run.looks?.at(-1);
  const changedAt = standings.get(instanceOf(run).instanceId)?.at(-1)?.at ?? 0;
  const mixed = last !== undefined && 'all' in last && last.all === 'mixed';
  return run.announcedAt !== undefined && mixed && last.at > changedAt + MINUTE;
}
