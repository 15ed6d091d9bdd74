import { type AuditEvent, readEvent } from '../../../shared/protocol/audit.ts';
import { readPlanPointer } from '../../../shared/protocol/control.ts';
import { atOncePartition, auditPartition, runPartition } from '../../../shared/protocol/keys.ts';
import { type PinnedBatch, readPins } from '../../../shared/protocol/pins.ts';
import { type Run, readRun } from '../../../shared/protocol/run.ts';
import { type ClaimedSend, readSends } from '../../../shared/protocol/send.ts';
import type { Instant } from '../../../shared/time/clock.ts';
import type { Deed } from './deeds.ts';
import { allRuns } from './open-runs.ts';
import type { Simulation } from './simulation.ts';
import { itemOf } from './witness.ts';

/** A half-open span of true time; without an end it lasts. */
export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** One run: as it stands at the end, and as it stood after each of its commits. */
export interface RunStory {
  readonly run: Run;
  readonly versions: readonly { readonly at: Instant; readonly run: Run }[];
  readonly pins: readonly PinnedBatch[];
  readonly sends: readonly ClaimedSend[];
  readonly events: readonly AuditEvent[];
  /** When its close committed. */
  readonly closedAt: Instant | undefined;
}

/** Everything that the invariants are judged by, after a night has passed. */
export interface Seen {
  readonly simulation: Simulation;
  readonly deeds: readonly Deed[];
  readonly stories: readonly RunStory[];
  readonly story: ReadonlyMap<string, RunStory>;
  /** By scope: when a stop was durable. */
  readonly stops: ReadonlyMap<string, readonly Span[]>;
  /** When a freeze of this night was in force. */
  readonly freezes: readonly Span[];
  /** What the executions wrote into their histories, as text. */
  readonly histories: string;
  readonly takenSlots: readonly { readonly partition: string; readonly run: string }[];
}

export async function lookBack(simulation: Simulation, deeds: readonly Deed[]): Promise<Seen> {
  const stories = await storiesOf(simulation);
  const slots = await simulation.store.list(atOncePartition('prod'));
  return {
    simulation,
    deeds,
    stories,
    story: new Map(stories.map((story) => [story.run.runId, story])),
    stops: stopsOf(simulation),
    freezes: freezesOf(simulation),
    histories: JSON.stringify(await simulation.platform.histories()),
    takenSlots: slots.map(({ key, attributes }) => ({
      partition: key.partition,
      run: String(attributes.run),
    })),
  };
}

async function storiesOf(simulation: Simulation): Promise<readonly RunStory[]> {
  const versions = new Map<string, { at: Instant; run: Run }[]>();
  for (const commit of simulation.witness.history('run')) {
    const item = itemOf(commit);
    if (item === undefined) continue;
    const run = readRun(item);
    const known = versions.get(run.runId) ?? [];
    known.push({ at: commit.at, run });
    versions.set(run.runId, known);
  }
  return await Promise.all(
    (await allRuns(simulation)).map(async (run) => {
      const items = await simulation.store.list(runPartition(run.runId));
      const own = versions.get(run.runId) ?? [];
      return {
        run,
        versions: own,
        pins: readPins(items),
        sends: readSends(items),
        events: (await simulation.store.list(auditPartition(run.runId))).map(readEvent),
        closedAt: own.find((version) => version.run.outcome !== undefined)?.at,
      };
    }),
  );
}

function stopsOf({ witness }: Simulation): ReadonlyMap<string, readonly Span[]> {
  const spans = new Map<string, Span[]>();
  for (const commit of witness.history('stop')) {
    const scope = String(JSON.parse(commit.key)[1]).slice('stop#'.length);
    const known = spans.get(scope) ?? [];
    const last = known.at(-1);
    const open = last !== undefined && last.until === Number.POSITIVE_INFINITY;
    if (commit.attributes !== undefined && !open)
      known.push({ from: commit.at, until: Number.POSITIVE_INFINITY });
    if (commit.attributes === undefined && open) known.splice(-1, 1, { from: last.from, until: commit.at });
    spans.set(scope, known);
  }
  return spans;
}

function freezesOf({ witness }: Simulation): readonly Span[] {
  const spans: Span[] = [];
  for (const commit of witness.history('plan')) {
    const item = itemOf(commit);
    const frozen = item !== undefined && readPlanPointer(item).freezes.length > 0;
    const last = spans.at(-1);
    const open = last !== undefined && last.until === Number.POSITIVE_INFINITY;
    if (frozen && !open) spans.push({ from: commit.at, until: Number.POSITIVE_INFINITY });
    if (!frozen && open) spans.splice(-1, 1, { from: last.from, until: commit.at });
  }
  return spans;
}
