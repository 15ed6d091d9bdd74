import * as z from 'zod';
import { OVERRIDABLE_GATES } from '../switchover/codes.ts';
import { must } from './faults.ts';

const INSTANCE_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;
const REGION = /^[a-z0-9][a-z0-9-]{0,62}$/;
const ONE_LINE = /^\P{Cc}*$/u;

const instanceId = z
  .string(must('the id of an instance: letters, digits, hyphens and underscores'))
  .regex(INSTANCE_ID, must('the id of an instance: letters, digits, hyphens and underscores'));

/** What people write about what they do. One line, so that no log or message can be forged with it. */
const reason = z
  .string(must('a text of 1–500 characters on one line'))
  .refine(isReason, must('a text of 1–500 characters on one line'))
  .meta({
    description: 'Why: 1–500 characters on one line. It stands in the record.',
    minLength: 1,
    maxLength: 500,
  });

function isReason(text: string): boolean {
  return text.trim() !== '' && text.length <= 500 && text.isWellFormed() && ONE_LINE.test(text);
}

const zone = z
  .string(must('the id of a zone, such as cn-beijing-b'))
  .regex(REGION, must('the id of a zone, such as cn-beijing-b'));

const node = z.string(must('the id of a node')).regex(INSTANCE_ID, must('the id of a node'));

const target = z
  .union(
    [
      z.enum(['any', 'other-zone']),
      z.strictObject({ zone }),
      z.strictObject({
        nodes: z
          .array(node, must('a list of 1–1000 node ids'))
          .min(1, must('a list of 1–1000 node ids'))
          .max(1000, must('a list of 1–1000 node ids')),
      }),
    ],
    must('"any", "other-zone", { "zone": … } or { "nodes": [ … ] }'),
  )
  .meta({ description: "Which secondary becomes primary; without it, the rule's own target." });

const WHEN = '"now", "window" or an instant with its offset, such as 2026-11-24T02:30:00+08:00';

const when = z
  .union(
    [
      z.enum(['now', 'window']),
      z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
      z.iso.datetime({ offset: true, precision: -1 }).transform((text) => Date.parse(text)),
    ],
    must(WHEN),
  )
  .meta({
    description:
      '`now`: at once, or 409. `window`: in the present or next opening of the rule. An instant: at that moment, inside an opening.',
  });

const subject = {
  instance: instanceId.optional(),
  rule: z
    .string(must('the name of a rule'))
    .min(1, must('the name of a rule'))
    .max(100, must('the name of a rule'))
    .refine((text) => text.isWellFormed(), must('the name of a rule'))
    .optional(),
  target: target.optional(),
};

const oneSubject = ({ instance, rule }: { instance?: unknown; rule?: unknown }): boolean =>
  (instance === undefined) !== (rule === undefined);

const ONE_SUBJECT = {
  error: 'must name either an instance or a rule',
  when: ({ value, issues }: z.core.ParsePayload) =>
    isObject(value) && issues.every(({ path }) => !isSubject(path?.[0])),
};

/** The body of `POST /v1/runs`. */
export const startSchema = z
  .strictObject(
    { ...subject, when, reason, dryRun: z.boolean(must('true or false')).optional() },
    must('an object'),
  )
  .refine(oneSubject, ONE_SUBJECT)
  .meta({ id: 'StartRequest', description: 'A request for a run. Either `instance` or `rule`.' });

/** How long an opening of one run's own may last, in minutes: a signature's life has to fit, and nobody overrides for days. */
const MINUTES = { least: 30, most: 240 };
const MINUTES_FORM = `a whole number from ${MINUTES.least} to ${MINUTES.most}`;

/** The body of `POST /v1/overrides`. */
export const overrideSchema = z
  .strictObject(
    {
      ...subject,
      gate: z
        .enum(OVERRIDABLE_GATES, must('freeze, window or cooldown; no other gate can be overridden'))
        .meta({ description: 'The one gate that is set aside for this run. All others are asked as ever.' }),
      minutes: z
        .int(must(MINUTES_FORM))
        .min(MINUTES.least, must(MINUTES_FORM))
        .max(MINUTES.most, must(MINUTES_FORM))
        .optional()
        .meta({
          description:
            'With `window`: how long the opening lasts that the run gets instead; 60 unless given.',
        }),
      reason,
    },
    must('an object'),
  )
  .refine(oneSubject, ONE_SUBJECT)
  .refine(({ gate, minutes }) => minutes === undefined || gate === 'window', {
    path: ['minutes'],
    error: 'belongs to the gate window alone',
  })
  .meta({
    id: 'OverrideRequest',
    description: 'A request for a run at once, with one gate overridden. Either `instance` or `rule`.',
  });

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSubject = (field: PropertyKey | undefined): boolean => field === 'instance' || field === 'rule';

/** The body of everything that only needs a reason. */
export const reasonSchema = z.strictObject({ reason }, must('an object')).meta({ id: 'Reason' });

/** A plan with its calendars, in bytes. */
export const LARGEST_PLAN_BODY = 1024 * 1024;

/** The body of `PUT /v1/plan`. */
export const planBodySchema = z
  .strictObject(
    {
      text: z
        .string(must('the text of a plan, YAML'))
        .meta({ description: 'The plan as its file has it, YAML.' }),
      calendars: z
        .record(z.string(), z.string(must('the text of a calendar')), must('an object of calendars'))
        .default({})
        .meta({
          description: 'The text of each calendar that the plan names, by its path as the plan writes it.',
        }),
    },
    must('an object'),
  )
  .meta({ id: 'PlanRequest' });

/** The headers of `POST /v1/runs`. */
export const startHeadersSchema = z.object({
  'Idempotency-Key': z
    .string(must('1–255 printable ASCII characters'))
    .regex(/^[\x20-\x7e]{1,255}$/, must('1–255 printable ASCII characters'))
    .meta({ description: 'The same key and body is the same run, for as long as its record is kept.' }),
});

const LIMIT = 'a whole number from 1 to 100';

/** Longer than any page's `next`. */
export const LONGEST_CURSOR = 600;

/** The query of `GET /v1/runs`. Exactly one of `instance`, `month`, `attention`. */
export const listSchema = z
  .strictObject({
    instance: z
      .string()
      .regex(
        /^([a-z0-9][a-z0-9-]{0,62}\/)?[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/,
        must('<region>/<id>, or the id alone'),
      )
      .optional(),
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, must('a month in UTC, such as 2026-11'))
      .optional(),
    attention: z.literal('true', must('true')).optional(),
    limit: z
      .string()
      .regex(/^([1-9]\d?|100)$/, must(LIMIT))
      .transform(Number)
      .optional(),
    after: z.string().max(LONGEST_CURSOR, must('the next of an earlier page')).optional(),
  })
  .refine(({ instance, month, attention }) => count([instance, month, attention]) === 1, {
    error: 'must have exactly one of instance, month and attention',
    when: () => true,
  });
export type ListQuery = z.output<typeof listSchema>;

const count = (values: readonly unknown[]): number => values.filter((value) => value !== undefined).length;

/** The address of a stop, decoded. */
export const stopAddressSchema = z.object({
  scope: z
    .string()
    .regex(
      /^(everything|account:[^#%\s\p{Cc}]{1,100}|rule:[^#%\p{Cc}]{1,100}|instance:[a-z0-9][a-z0-9-]{0,62}\/[A-Za-z0-9][A-Za-z0-9_-]{0,127})$/u,
      must('everything, account:<name>, rule:<name> or instance:<region>/<id>'),
    ),
});
