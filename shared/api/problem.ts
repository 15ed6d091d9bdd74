import type { Context } from 'hono';
import * as z from 'zod';
import { type DecisionView, decisionSchema } from './decision-view.ts';
import { type Fault, faultSchema, MOST_FAULTS } from './faults.ts';
import { instantSchema } from './instant.ts';

/** Every kind of refusal, with its HTTP status and its title. The kind is the last part of the problem's `type`. */
export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request is not what this operation takes' },
  unauthorized: { status: 401, title: 'A valid bearer token is needed' },
  forbidden: { status: 403, title: 'This caller may not ask here' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'not-now': { status: 409, title: 'Not now' },
  never: { status: 409, title: 'The plan forbids it' },
  'nothing-to-override': { status: 409, title: 'The gate says yes by itself' },
  'no-plan': { status: 409, title: 'No plan is in force' },
  'not-possible': { status: 409, title: 'The run has gone too far, or not far enough' },
  'not-served': { status: 409, title: 'This Offpeak was not given what the plan names' },
  changed: { status: 409, title: 'The run changed at the same moment' },
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'key-reused': { status: 422, title: 'The key belongs to another request' },
  'no-opening': { status: 422, title: 'There is no opening at that instant' },
  internal: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'The records cannot be reached' },
} as const;
export type ProblemKind = keyof typeof PROBLEMS;

/** A refusal, before it is a response. `detail` is one sentence for a person; `code` is for a program. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly code: string;
  readonly detail: string;
  readonly faults?: readonly Fault[];
  /** The decision of the core that refused, if it was one: `code` is then its code. */
  readonly decision?: DecisionView;
  /** When the window opens next, as an ISO instant. */
  readonly nextOpening?: string;
  /** From when on it may be asked again, as an ISO instant. */
  readonly from?: string;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter?: number;
  /** The name under which the log tells more. */
  readonly incident?: string;
}

/** How a problem looks on the wire (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: '`urn:offpeak:problem:` and the kind; one kind has one status.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({
      description: 'One sentence for a person, in the language of Accept-Language where a gate refused.',
    }),
    code: z.string().meta({ description: 'For a program: the code of the decision, or of the fault.' }),
    faults: z
      .array(faultSchema)
      .optional()
      .meta({ description: 'Every fault of the request; at most 100 are listed.' }),
    decision: decisionSchema.optional(),
    nextOpening: instantSchema.optional().meta({ description: 'When the window opens next.' }),
    from: instantSchema.optional().meta({ description: 'From when on the same request may succeed.' }),
    retryable: z.boolean().meta({
      description: 'Whether the refusal is a passing one: send the same request again after Retry-After.',
    }),
    incident: z.string().optional().meta({ description: 'The name under which the log tells more.' }),
  })
  .meta({ id: 'Problem', description: 'A refusal, as RFC 9457 has it.' });

/** The refusal of a request for what is wrong with it. All faults are counted, the first ones are listed. */
export const faulty = (faults: readonly Fault[]): Problem => ({
  kind: 'bad-request',
  code: 'BAD_REQUEST',
  detail: faults.length === 1 ? 'The request has a fault.' : `The request has ${faults.length} faults.`,
  faults: faults.slice(0, MOST_FAULTS),
});

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** The response of a problem. Nothing of it comes from an exception's text. */
export function refuse(context: Context, problem: Problem): Response {
  const { kind, retryAfter, ...told } = problem;
  const { status, title } = PROBLEMS[kind];
  const body: z.infer<typeof problemSchema> = {
    type: `urn:offpeak:problem:${kind}`,
    title,
    status,
    ...told,
    faults: told.faults && [...told.faults],
    retryable: retryAfter !== undefined,
  };
  return context.body(JSON.stringify(body), status, {
    'content-type': PROBLEM_MEDIA_TYPE,
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  });
}
