import type { Executed } from '../../shared/local-volcengine/log.ts';
import { type AuditEvent, brokenAt } from '../../shared/protocol/audit.ts';
import { clientTokenOf } from '../../shared/protocol/identity.ts';
import type { Lease } from '../../shared/protocol/lease.ts';
import type { PinnedBatch } from '../../shared/protocol/pins.ts';
import type { RunFile } from '../../shared/steps/run-file.ts';

/** Everything that the store holds of one run. */
export interface Story extends RunFile {
  readonly events: readonly AuditEvent[];
  /** Of its instance, whoever has it. */
  readonly lease: Lease | undefined;
}

/** What the endpoint says: the judge of everything. */
export interface Truth {
  /** The SwitchOvers that it executed. */
  readonly executed: readonly Executed[];
  /** How many SwitchOvers reached it, of each instance, whatever it answered. */
  readonly calls: ReadonlyMap<string, number>;
  /** The nodes that are primary now; absent while changes may still be under way. */
  readonly primaries?: ReadonlySet<string>;
}

/** One broken promise, in words, and the run that it was given to. */
export interface Violation {
  readonly runId?: string;
  readonly instance?: string;
  readonly wrong: string;
}

/** Judges all runs of a store, at rest or in between, by what the endpoint executed. */
export function judge(stories: readonly Story[], truth: Truth, atRest: boolean): readonly Violation[] {
  return [
    ...stories.flatMap((story) => judgeRun(story, truth, atRest)),
    ...strangeEffects(stories, truth),
    ...instanceFaults(stories, truth),
  ];
}

function judgeRun(story: Story, truth: Truth, atRest: boolean): readonly Violation[] {
  const { run, pins } = story;
  const effects = truth.executed.filter(({ clientToken }) =>
    pins.some(({ batch }) => clientTokenOf(run.runId, batch) === clientToken),
  );
  const broken = brokenAt(run.runId, story.events, run.link);
  return [
    ...pins.flatMap((batch) => batchFaults(story, batch, effects)),
    ...outcomeFaults(story, effects, truth.primaries),
    ...holdFaults(story),
    ...(broken === undefined && story.events.length === run.events
      ? []
      : [`its audit is broken at ${broken}`]),
    ...(atRest ? restFaults(story, truth.primaries) : []),
  ].map((wrong) => ({ runId: run.runId, instance: instanceIdOf(story), wrong }));
}

const instanceIdOf = ({ run }: Pick<Story, 'run'>) => run.instance.slice(run.instance.indexOf('/') + 1);

/** At most one effect, of a send that was claimed and may have executed, on exactly the nodes that it named. */
function batchFaults({ run, sends }: Story, { batch, pins }: PinnedBatch, effects: readonly Executed[]) {
  const ours = effects.filter(({ clientToken }) => clientToken === clientTokenOf(run.runId, batch));
  const [effect] = ours;
  if (effect === undefined) return [];
  const found: string[] = [];
  if (ours.length > 1) found.push(`batch ${batch} had ${ours.length} effects`);
  const targets = pins.map(({ target }) => target);
  if (!effect.nodeIds.every((node) => targets.includes(node)))
    found.push(`batch ${batch} moved ${effect.nodeIds.join(', ')}, and ${targets.join(', ')} were pinned`);
  const able = sends.filter(
    (send) => send.batch === batch && !['NOT_SENT', 'refused', 'throttled'].includes(send.answer),
  );
  if (able.length === 0)
    found.push(`batch ${batch} was executed without a claimed send that could have been`);
  return found;
}

/** Outcomes that say that nothing of this run was executed. */
const WITHOUT_EFFECT = ['SKIPPED', 'NOTHING_TO_DO', 'OBSERVED', 'CANCELLED', 'FAILED'];

/** The outcome says what the endpoint did. FAILED · NOT_SWITCHED speaks of roles: they have not moved, executed or not. */
function outcomeFaults(
  { run, pins }: Story,
  effects: readonly Executed[],
  primaries: ReadonlySet<string> | undefined,
): string[] {
  const { outcome, reason, settled } = run;
  if (outcome === undefined) return [];
  const label = `${outcome} · ${reason}`;
  const targets = pins.flatMap((batch) => batch.pins.map(({ target }) => target));
  const moved = primaries && targets.filter((target) => primaries.has(target)).length;
  const found: string[] = [];
  if (WITHOUT_EFFECT.includes(outcome) && reason !== 'NOT_SWITCHED' && effects.length > 0)
    found.push(`${label}, and the endpoint executed ${effects.length}`);
  if (reason === 'NOT_SWITCHED' && moved !== undefined && moved > 0)
    found.push(`${label}, and ${moved} of its targets are primary`);
  if (outcome === 'SUCCEEDED' && (run.desired !== 'yes' || effects.length < pins.length || pins.length === 0))
    found.push(`${label}, with ${effects.length} of ${pins.length} batches executed`);
  if (outcome === 'SUCCEEDED' && moved !== undefined && moved < targets.length)
    found.push(`${label}, and ${moved} of its ${targets.length} targets are primary`);
  if (outcome === 'PARTIAL' && effects.length === 0)
    found.push(`${label}, and the endpoint executed nothing`);
  if (settled?.as === 'SWITCHED' && moved !== undefined && moved < targets.length)
    found.push(`${label}, settled SWITCHED, and ${moved} of its ${targets.length} targets are primary`);
  if (settled?.as === 'NOT_SWITCHED' && moved !== undefined && moved > 0)
    found.push(`${label}, settled NOT_SWITCHED, and ${moved} of its targets are primary`);
  return found;
}

/** What is not certain holds its instance until it is settled; what is over has given it back. */
function holdFaults({ run, lease }: Story): string[] {
  if (run.phase !== 'CLOSED') return [];
  const owns = lease?.owner === run.runId;
  const found: string[] = [];
  const unsure = run.outcome === 'UNKNOWN' || run.outcome === 'PARTIAL';
  if (unsure && run.settled === undefined && run.hold !== true) found.push(`${run.outcome}, and not held`);
  if (run.hold === true && (!owns || lease.hold === undefined)) found.push('it holds, and its lease is free');
  if (run.hold !== true && owns) found.push('it is over, and still owns the lease');
  return found;
}

/** Nothing is left over: one outcome, told, and an UNKNOWN settled, unless its roles are truly mixed: that waits for a person. */
function restFaults({ run, pins }: Story, primaries: ReadonlySet<string> | undefined): string[] {
  if (run.phase !== 'CLOSED' || run.outcome === undefined) return [`it is ${run.phase} and has no outcome`];
  const found: string[] = [];
  if (run.announcedAt === undefined) found.push('its close was not announced');
  const there = pins.flatMap((batch) => batch.pins.map(({ target }) => primaries?.has(target) === true));
  const mixed = there.includes(true) && there.includes(false);
  if (run.outcome === 'UNKNOWN' && run.settled === undefined && !mixed)
    found.push('UNKNOWN, and not settled');
  if (run.settled?.announced === false) found.push('its settling was not announced');
  return found;
}

/** Every effect belongs to a batch that the store knows. */
function strangeEffects(stories: readonly Story[], { executed }: Truth): readonly Violation[] {
  const tokens = new Set(
    stories.flatMap(({ run, pins }) => pins.map(({ batch }) => clientTokenOf(run.runId, batch))),
  );
  return executed
    .filter(({ clientToken }) => clientToken === undefined || !tokens.has(clientToken))
    .map(({ instanceId, clientToken }) => ({
      instance: instanceId,
      wrong: `executed under ${clientToken}, which no run has pinned`,
    }));
}

/**
 * Of one instance: no call reached the endpoint without a claimed send of its own, and only one run had an effect, for
 * the cool-down is longer than all of this.
 */
function instanceFaults(stories: readonly Story[], { executed, calls }: Truth): readonly Violation[] {
  const found: Violation[] = [];
  for (const [instance, reached] of calls) {
    const sends = stories
      .filter((story) => instanceIdOf(story) === instance)
      .flatMap((story) => story.sends.filter(({ answer }) => answer !== 'NOT_SENT'));
    if (reached > sends.length)
      found.push({
        instance,
        wrong: `${reached} calls reached the endpoint, and ${sends.length} were claimed`,
      });
  }
  for (const [instance, effects] of Map.groupBy(executed, ({ instanceId }) => instanceId)) {
    const runs = new Set(effects.map(({ clientToken = '' }) => clientToken.replace(/-\d+$/, '')));
    if (runs.size > 1)
      found.push({ instance, wrong: `${runs.size} runs had an effect within one cool-down` });
  }
  return found;
}
