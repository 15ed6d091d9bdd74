import * as z from 'zod';
import { LETTER_KINDS } from '../protocol/dead-letters.ts';
import { GATES, OUTCOMES, OVERRIDABLE_GATES, REASONS } from '../switchover/codes.ts';
import { PHASES } from '../switchover/phases.ts';
import { decisionSchema, sentencesSchema } from './decision-view.ts';
import { instantSchema } from './instant.ts';

const openingSchema = z.object({
  day: z.iso.date().meta({ description: 'The calendar day on which it opens, in the zone of its window.' }),
  opensAt: instantSchema,
  cutoffAt: instantSchema.meta({ description: 'From here on nothing new starts.' }),
  closesAt: instantSchema.meta({ description: 'Half-open: no longer part of it.' }),
});

const targetSchema = z.union([
  z.enum(['any', 'other-zone']),
  z.object({ zone: z.string() }),
  z.object({ nodes: z.array(z.string()) }),
]);

const requestSchema = z
  .object({
    source: z.enum(['due', 'http', 'direct', 'command']),
    by: z.string(),
    reason: z.string(),
    target: targetSchema.optional(),
    startAt: instantSchema.meta({ description: 'Nothing starts before it.' }),
  })
  .meta({ description: 'Who asked for what.' });

const overrideSchema = z
  .object({ gate: z.enum(OVERRIDABLE_GATES), by: z.string(), reason: z.string(), at: instantSchema })
  .meta({ description: 'The one gate that a person has overridden for this run.' });

const refusalSchema = z
  .object({ answer: z.enum(['not yet', 'no']), reason: z.enum(REASONS), decision: decisionSchema })
  .meta({ description: 'Why nothing more is sent, or not yet, while the run is open.' });

const settledSchema = z
  .object({
    as: z.enum(['SWITCHED', 'NOT_SWITCHED', 'FOREIGN', 'ACKNOWLEDGED']),
    at: instantSchema,
    decision: decisionSchema,
  })
  .meta({ description: 'What became of a hold. It never replaces the outcome.' });

const summaryShape = {
  id: z.string(),
  phase: z.enum(PHASES),
  mode: z.enum(['switch', 'observe', 'dry run']),
  account: z.string(),
  instance: z.string().meta({ description: '`<region>/<id>`' }),
  rule: z.string().optional(),
  plan: z.string().meta({ description: 'The hash of the plan that the run was accepted under.' }),
  request: requestSchema,
  acceptedAt: instantSchema,
  opening: openingSchema.optional(),
  override: overrideSchema.optional(),
  batches: z.int().optional().meta({ description: 'How many batches were pinned.' }),
  verified: z.int().meta({ description: 'How many of them were seen on target.' }),
  refusal: refusalSchema.optional(),
  outcome: z.enum(OUTCOMES).optional().meta({ description: 'Written once, at the close; never replaced.' }),
  reason: z.enum(REASONS).optional(),
  decision: decisionSchema.optional(),
  sentences: sentencesSchema
    .optional()
    .meta({ description: 'What there is to say of the run now, in one line.' }),
  desired: z.enum(['yes', 'no', 'part']).optional().meta({ description: 'Whether the roles are as wanted.' }),
  attributed: z.enum(['yes', 'no']).optional().meta({ description: 'Whether that was provably this run.' }),
  hold: z.boolean().meta({ description: 'Whether the run still holds its instance, unsettled.' }),
  closedAt: instantSchema.optional(),
  settled: settledSchema.optional(),
};

/** A run in a list. */
export const runSummarySchema = z.object(summaryShape).meta({ id: 'RunSummary' });
export type RunSummary = z.infer<typeof runSummarySchema>;

const gateSchema = z
  .object({ gate: z.enum(GATES), answer: z.enum(['yes', 'not yet', 'no']), decision: decisionSchema })
  .meta({ id: 'Gate', description: 'What one named check said.' });
export type GateView = z.infer<typeof gateSchema>;

const pinsSchema = z
  .object({
    batch: z.int(),
    targets: z.array(z.object({ shardId: z.string(), target: z.string(), expectedPrimary: z.string() })),
  })
  .meta({ description: 'The targets of one batch, chosen once and never again.' });

const sendSchema = z
  .object({
    batch: z.int(),
    attempt: z.int(),
    targets: z.array(z.string()),
    claimedAt: instantSchema,
    expiresAt: instantSchema.meta({ description: 'After it the gateway refuses the request.' }),
    answer: z.enum(['none', 'accepted', 'refused', 'throttled', 'ambiguous', 'NOT_SENT']),
    answeredAt: instantSchema.optional(),
    code: z.string().optional(),
    message: z.string().optional(),
    requestId: z.string().optional(),
    notSentBecause: z.string().optional(),
  })
  .meta({ description: 'One claimed request: it is in the record before its first byte leaves.' });

const messageSchema = z
  .object({
    about: z
      .string()
      .meta({ description: '`trouble`, `held-<days>` for each day that a hold waits, `settled`.' }),
    entry: z.string().meta({ description: 'Whom, by the name in the plan’s `notify`.' }),
    channel: z.string(),
    state: z.enum(['delivered', 'given up', 'waiting']),
    attempts: z.int(),
    at: instantSchema.meta({
      description: 'When it was delivered or given up; while it waits, when it is tried again.',
    }),
    code: z.string().optional().meta({ description: 'What the last try came to, where it did not arrive.' }),
    receipt: z.string().optional().meta({ description: 'The other side’s own id of it.' }),
  })
  .meta({ description: 'One message about this run on one channel. The digest is about many runs.' });

const eventSchema = z
  .object({
    number: z.int(),
    at: instantSchema,
    kind: z.string(),
    by: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ description: 'One audit event. Events are gap-free from 0.' });

/** A run with everything that belongs to it. */
export const runViewSchema = z
  .object({
    ...summaryShape,
    gates: z.array(gateSchema).meta({
      description:
        'What each gate said at the claim; empty where nothing was claimed (then see `refusal` and `decision`).',
    }),
    pins: z.array(pinsSchema),
    sends: z.array(sendSchema),
    messages: z.array(messageSchema),
    events: z.array(eventSchema),
    intact: z.boolean().meta({ description: 'Whether every event carries the digest of the one before it.' }),
  })
  .meta({ id: 'Run' });
export type RunView = z.infer<typeof runViewSchema>;

/** One page of runs. */
export const runPageSchema = z
  .object({
    runs: z.array(runSummarySchema),
    next: z
      .string()
      .optional()
      .meta({ description: 'Give it as `after` for the next page; absent on the last one.' }),
  })
  .meta({ id: 'RunPage' });

/** A stop in force. */
export const stopSchema = z
  .object({ scope: z.string(), by: z.string(), reason: z.string(), at: instantSchema })
  .meta({ id: 'Stop' });

export const stopListSchema = z.object({ stops: z.array(stopSchema) });

/** What was asked for and became no run. */
export const refusedSchema = z
  .object({
    requests: z
      .array(
        z.object({
          execution: z.string().meta({ description: 'The execution that brought the request.' }),
          why: z.string().meta({ description: 'What was wrong with it. What stood in it is not kept.' }),
          at: instantSchema,
        }),
      )
      .meta({ description: 'Requests of workflows that were refused.' }),
    letters: z
      .array(
        z.object({
          what: z.enum(LETTER_KINDS),
          of: z
            .string()
            .optional()
            .meta({ description: 'What was called, the execution that ended, or the caller’s key.' }),
          from: z.string().optional().meta({ description: 'The schedule or rule that could not deliver.' }),
          answer: z.string().optional().meta({ description: 'What the target answered to the last try.' }),
          faults: z.array(z.string()).optional().meta({ description: 'Why it could not become a run.' }),
          at: instantSchema,
        }),
      )
      .meta({ description: 'Triggers that could not be delivered and are no run.' }),
    more: z.int().meta({ description: 'How many older ones are left out.' }),
  })
  .meta({ id: 'Refused' });
export type RefusedView = z.infer<typeof refusedSchema>;

/** The plan in force. */
export const planViewSchema = z
  .object({
    hash: z.string().meta({ description: 'What each run carries that was accepted under it.' }),
    appliedAt: instantSchema,
    by: z.string().optional().meta({ description: 'Who applied it, where that was asked over HTTP.' }),
    plan: z.record(z.string(), z.unknown()).meta({
      description: 'The checked plan, defaults filled in, calendars read; lengths in milliseconds.',
    }),
  })
  .meta({ id: 'Plan' });

const mode = z.enum(['observe', 'switch']).optional();

/** How far ahead the runs of two plans are compared. */
export const DAYS_COMPARED = 30;

const differenceSchema = z
  .object({
    added: z
      .array(z.string())
      .meta({ description: 'Instances that are switched from now on, `<region>/<id>`.' }),
    removed: z.array(z.string()).meta({ description: 'Those that are switched no more.' }),
    elsewhere: z.array(z.string()).meta({ description: 'Those that another rule switches now.' }),
    modes: z
      .array(z.object({ account: z.string(), before: mode, after: mode }))
      .meta({ description: 'Accounts whose mode is another, or that are new or gone.' }),
    runs: z
      .object({ before: z.int(), after: z.int() })
      .meta({ description: `How many runs are due in the next ${DAYS_COMPARED} days, freezes left out.` }),
  })
  .meta({ description: 'What the plan changes, by the two plans alone, as far as rules name instances.' });
export type DifferenceView = z.infer<typeof differenceSchema>;

export const planAppliedSchema = z
  .object({
    hash: z.string(),
    before: z
      .string()
      .optional()
      .meta({ description: 'The hash of the plan that was in force before, if one was.' }),
    appliedAt: instantSchema,
    difference: differenceSchema,
  })
  .meta({ id: 'PlanApplied' });

export const healthSchema = z
  .object({
    now: instantSchema,
    plan: z
      .object({ hash: z.string(), appliedAt: instantSchema })
      .nullable()
      .meta({ description: 'The plan in force; null where none was ever applied.' }),
    stops: z.int().meta({ description: 'How many stops are in force.' }),
  })
  .meta({ id: 'Health', description: 'The records can be read.' });
