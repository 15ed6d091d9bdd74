import * as z from 'zod/mini';
import { bodyDigestOf, runIdOfRequest } from '../protocol/identity.ts';
import type { Instant } from '../time/clock.ts';

const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;
const ZONE = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** What a store keeps as it came, and a log line shows as one line. */
const oneLine = (longest: number) =>
  z.string().check(
    z.maxLength(longest),
    z.refine(
      (text) => text.trim() !== '' && text.isWellFormed() && /^\P{Cc}*$/u.test(text),
      'must be one line of text',
    ),
  );

const node = z.string().check(z.regex(ID, 'must be the id of a node'));

/** As a plan and the API have it; the most nodes are four for each of 256 shards, as the API takes them. */
const target = z.union([
  z.strictObject({ kind: z.enum(['any', 'other-zone']) }),
  z.strictObject({
    kind: z.literal('zone'),
    zone: z.string().check(z.regex(ZONE, 'must be the id of a zone')),
  }),
  z.strictObject({
    kind: z.literal('nodes'),
    nodes: z.array(node).check(z.minLength(1), z.maxLength(1000)),
  }),
]);

/** Kept as it was written: the digest by which two requests are compared is of the text. */
const when = z.union([
  z.enum(['now', 'window']),
  z.iso.datetime({ offset: true }),
  z.iso.datetime({ offset: true, precision: -1 }),
]);

/** Of an execution's ARN and the name of a state in it: 301 characters at most, since each name has 80. */
const LONGEST_KEY = 320;

/**
 * The input of a direct StartExecution: a request with a key of its own. It stands the same tests as the API's body, but
 * for its longer key; anything else in it is refused, not ignored.
 */
export const directSchema = z
  .strictObject({
    instance: z.optional(z.string().check(z.regex(ID, 'must be the id of an instance'))),
    rule: z.optional(oneLine(100)),
    target: z.optional(target),
    key: oneLine(LONGEST_KEY),
    when: z.optional(when),
    reason: oneLine(500),
    dryRun: z.optional(z.boolean()),
    taskToken: z.optional(oneLine(2048)),
    // The platform's own: by it the console leads from the child back to its parent. It means nothing to a run.
    AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: z.optional(oneLine(2048)),
  })
  .check(
    z.refine(
      ({ instance, rule }) => (instance === undefined) !== (rule === undefined),
      'must name either an instance or a rule',
    ),
  );

export type Direct = z.infer<typeof directSchema>;

/** The run that a request means, and the digest that tells it from another under the same key. */
export interface DirectIdentity {
  readonly runId: string;
  readonly digest: string;
}

/**
 * Which request it is, however it comes: by an execution, or as a dead letter. Who waits for it (`taskToken`) and where the
 * console leads back to are no part of it.
 */
export function requestOf(direct: Direct, deployment: string): DirectIdentity {
  const { taskToken: _token, key, AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: _parent, ...body } = direct;
  return { runId: runIdOfRequest(deployment, key), digest: bodyDigestOf(body) };
}

/** When a direct request wants its run: now, where it does not say. */
export function whenOf({ when }: Pick<Direct, 'when'>): 'now' | 'window' | Instant {
  if (when === undefined || when === 'now' || when === 'window') return when ?? 'now';
  return Date.parse(when);
}
