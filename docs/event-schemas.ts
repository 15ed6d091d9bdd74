import * as z from 'zod';
import { OUTCOMES, type Outcome, REASONS } from '../shared/switchover/codes.ts';
import { TABLE_B } from '../shared/switchover/consequences.ts';

const decisionSchema = z
  .strictObject({ code: z.string(), data: z.record(z.string(), z.unknown()) })
  .meta({ description: 'Why, as a code with its data. Instants are epoch milliseconds.' });

const settledSchema = z
  .strictObject({
    as: z.enum(['SWITCHED', 'NOT_SWITCHED', 'FOREIGN', 'ACKNOWLEDGED']),
    at: z.iso.datetime(),
    decision: decisionSchema,
  })
  .meta({ description: 'What became of a hold. It never replaces the outcome.' });

const detailShape = {
  deployment: z.string(),
  runId: z
    .string()
    .meta({ description: 'With the detail type, it tells a repetition: an event may come twice.' }),
  account: z.string().meta({ description: "The plan's name for it." }),
  instance: z.string().meta({ description: '`<region>/<id>`' }),
  rule: z.string().optional(),
  mode: z.enum(['switch', 'observe', 'dry run']),
  trigger: z.strictObject({ source: z.string(), by: z.string(), reason: z.string() }),
  reason: z.enum(REASONS),
  decision: decisionSchema,
  sentence: z.string().meta({ description: 'In the language of the deployment.' }),
  desired: z.enum(['yes', 'no', 'part']).optional().meta({ description: 'Whether the targets are primary.' }),
  attributed: z
    .enum(['yes', 'no'])
    .optional()
    .meta({ description: 'Whether it was this run that moved them.' }),
  held: z
    .boolean()
    .meta({ description: 'Whether the instance is kept until it is settled or acknowledged.' }),
  closedAt: z.iso.datetime(),
};

const eventOf = (detailType: string, outcomes: readonly Outcome[], also: z.ZodRawShape = {}) =>
  z
    .object({
      source: z.literal('offpeak'),
      'detail-type': z.literal(detailType),
      detail: z.strictObject({ ...detailShape, outcome: z.enum(outcomes), ...also }),
    })
    .meta({ title: `${detailType} (Offpeak)` });

const outcomesThat = (are: (outcome: Outcome) => boolean): readonly Outcome[] => OUTCOMES.filter(are);

/** When an event of each kind is put, and what it looks like. */
export interface EventKind {
  readonly when: string;
  readonly schema: z.ZodType;
}

/** Every event on the bus by its detail type: a close has the one that table B gives its outcome. */
export const EVENT_KINDS: Readonly<Record<string, EventKind>> = {
  ...Object.fromEntries(
    [...new Set(OUTCOMES.map((outcome) => TABLE_B[outcome].event))].map((event) => {
      const outcomes = outcomesThat((outcome) => TABLE_B[outcome].event === event);
      const when = `A run closed: ${outcomes.map((outcome) => `\`${outcome}\``).join(' or ')}.`;
      return [event, { when, schema: eventOf(event, outcomes) }];
    }),
  ),
  Settled: {
    when: 'A hold was settled or acknowledged, once.',
    schema: eventOf(
      'Settled',
      outcomesThat((outcome) => TABLE_B[outcome].executionFails),
      {
        settled: settledSchema,
      },
    ),
  },
  MessageDue: {
    when: 'The close of a run needs a person at once.',
    schema: eventOf(
      'MessageDue',
      outcomesThat((outcome) => TABLE_B[outcome].message === 'at once'),
    ),
  },
  CallbackFailed: {
    when: 'A workflow no longer waited when its task token was answered.',
    schema: eventOf('CallbackFailed', OUTCOMES),
  },
};

/** The published JSON Schema of an event: what a consumer may count on. */
export const jsonSchemaOf = ({ schema }: EventKind): unknown => z.toJSONSchema(schema, { io: 'input' });
