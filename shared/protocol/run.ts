import * as z from 'zod/mini';
import type { Item } from '../store/store.ts';
import { OUTCOMES, OVERRIDABLE_GATES, REASONS } from '../switchover/codes.ts';
import { PHASES } from '../switchover/phases.ts';
import { readRecord } from './record.ts';

const instant = z.number();

/** Scalars behind a sentence, as they are stored. */
const data = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));

export const decisionSchema = z.object({ code: z.string(), data });

export const openingSchema = z.object({
  day: z.string(),
  opensAt: instant,
  cutoffAt: instant,
  closesAt: instant,
});

export const targetSchema = z.union([
  z.object({ kind: z.literal('any') }),
  z.object({ kind: z.literal('other-zone') }),
  z.object({ kind: z.literal('zone'), zone: z.string() }),
  z.object({ kind: z.literal('nodes'), nodes: z.readonly(z.array(z.string())) }),
]);

/** A person's decision against one gate, for this run alone (ADR 0024). Written at the acceptance, never changed. */
const overrideSchema = z.object({
  gate: z.enum(OVERRIDABLE_GATES),
  by: z.string(),
  reason: z.string(),
  at: instant,
  /** Of the freeze gate: the freezes that held then. No other is lifted. */
  freezes: z.optional(z.array(z.object({ name: z.string(), startsAt: instant, endsAt: instant }))),
});

const seenSchema = z.enum(['on target', 'unchanged', 'mixed', 'changing', 'foreign', 'contradictory']);

/** A look at the roles, kept when PollStatus or settle has seen enough to judge. */
const lookSchema = z.union([
  z.object({ at: instant, batch: seenSchema, all: seenSchema, status: z.string() }),
  z.object({ at: instant, unreadable: z.literal(true) }),
]);

const runSchema = z.object({
  runId: z.string(),
  phase: z.enum(PHASES),
  /** Raised by every write; every write is conditioned on it. */
  version: z.number(),
  /** How many audit events there are; the next one has this number. */
  events: z.number(),
  /** Digest of the last of them, so that its change or loss shows. */
  link: z.optional(z.string()),
  /** The execution that may act for this run. */
  executor: z.optional(z.string()),
  mode: z.enum(['switch', 'observe', 'dry run']),
  account: z.string(),
  /** `<region>/<instanceId>`, also the key of the index. */
  instance: z.string(),
  rule: z.optional(z.string()),
  plan: z.string(),
  trigger: z.object({
    source: z.enum(['due', 'http', 'direct', 'command']),
    by: z.string(),
    reason: z.string(),
    /** Digest of the request, to tell a repetition from another request under the same key. */
    body: z.optional(z.string()),
  }),
  target: z.optional(targetSchema),
  acceptedAt: instant,
  month: z.string(),
  /** Nothing starts before it: acceptance, the opening, or the instant asked for. */
  startAt: instant,
  opening: z.optional(openingSchema),
  override: z.optional(overrideSchema),
  fence: z.optional(z.number()),
  slots: z.optional(z.array(z.object({ partition: z.string(), sort: z.string() }))),
  batches: z.optional(z.number()),
  /** Batches that PollStatus saw on target. Raised by PollStatus alone. */
  verified: z.number(),
  lastBatch: z.optional(z.number()),
  lastAttempt: z.optional(z.number()),
  /** Why nothing (more) was sent: a verdict's reason and decision. */
  refusal: z.optional(
    z.object({ answer: z.enum(['not yet', 'no']), reason: z.enum(REASONS), decision: decisionSchema }),
  ),
  /** The first and the last look of what was seen last. */
  looks: z.optional(z.array(lookSchema)),
  taskOfOurs: z.optional(z.boolean()),
  /** Digest of the primaries last seen by this run. */
  roles: z.optional(z.string()),
  roleChangeSeenAt: z.optional(instant),
  outcome: z.optional(z.enum(OUTCOMES)),
  reason: z.optional(z.enum(REASONS)),
  decision: z.optional(decisionSchema),
  desired: z.optional(z.enum(['yes', 'no', 'part'])),
  attributed: z.optional(z.enum(['yes', 'no'])),
  hold: z.optional(z.boolean()),
  closedAt: z.optional(instant),
  settled: z.optional(
    z.object({
      as: z.enum(['SWITCHED', 'NOT_SWITCHED', 'FOREIGN', 'ACKNOWLEDGED']),
      at: instant,
      decision: decisionSchema,
      announced: z.boolean(),
    }),
  ),
  announcedAt: z.optional(instant),
  attention: z.optional(z.string()),
  attentionAt: z.optional(instant),
  /** Epoch seconds. Absent while the run holds something: a hold without its record could never be freed. */
  expiresAt: z.optional(z.number()),
});

/** The record of one run: what was asked, how far it came, how it ended (PROTOCOL, Keys). */
export type Run = Readonly<z.infer<typeof runSchema>>;

export const readRun = (item: Item): Run => readRecord(runSchema, item);

/** The index partition of runs that are open or need a person. */
export const NEEDS_ATTENTION = 'runs';

/** The instance of a run, from its `<region>/<instanceId>`. */
export function instanceOf(run: Pick<Run, 'instance'>): { region: string; instanceId: string } {
  const slash = run.instance.indexOf('/');
  return { region: run.instance.slice(0, slash), instanceId: run.instance.slice(slash + 1) };
}
