import { z } from 'zod';
import type { ServiceAnswer } from './programs.ts';

/** What of a problem (RFC 9457) the command line shows. Anything else may stand beside it. */
const problemSchema = z.object({
  type: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().optional(),
  nextOpening: z.string().optional(),
  from: z.string().optional(),
  incident: z.string().optional(),
  faults: z
    .array(z.object({ path: z.string(), sentence: z.string(), nearest: z.string().optional() }))
    .optional(),
});
export type Refusal = z.infer<typeof problemSchema>;

/** The service said no. Its message is the service's own sentence. */
export class ServiceRefused extends Error {
  override readonly name = 'ServiceRefused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(sentencesOf(refusal));
    this.refusal = refusal;
  }

  /** The last part of the problem's type, such as `not-now`. */
  get kind(): string {
    return this.refusal.type.slice(this.refusal.type.lastIndexOf(':') + 1);
  }
}

/** No answer came; whether what was asked for was done is not known. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(method: string, path: string, cause: unknown) {
    super(`${method} ${path} → no answer came from the service (${shortly(cause)})`, { cause });
  }
}

/** The system's own word where there is one; some of its errors have no message. */
function shortly(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  return code ?? (cause.message === '' ? cause.name : cause.message);
}

/** The service answered, but not what this version of the command line reads. */
export class AnswerUnreadable extends Error {
  override readonly name = 'AnswerUnreadable';

  constructor(faults: string, options?: ErrorOptions) {
    super(`The service answered in a form that this version does not read: ${faults}`, options);
  }
}

/** The gateway answered in the service's place. Below 500 it turned the request away, and the service never saw it. */
export class GatewayRefused extends Error {
  override readonly name = 'GatewayRefused';

  constructor(method: string, path: string, status: number, message: string) {
    const said = [message, ...(ADVICE[status] ?? [])].map((sentence) => sentence.replace(/\.$/, ''));
    super(`${method} ${path} → HTTP ${status} from the gateway: ${said.join('. ')}.`);
  }
}

/** By the status of API Gateway's own answers, `{ "message": … }` (Amazon API Gateway Developer Guide, HTTP APIs). */
const ADVICE: Readonly<Record<number, readonly string[]>> = {
  403: ['The AWS credentials are not valid there, or may not ask this (execute-api:Invoke on this route)'],
  404: ['This deployment has no such route'],
  429: ['Too many requests at once; ask again in a moment'],
};

const gatewaySchema = z.object({ message: z.string().max(500) });

/** What to throw for an answer that is not a success. */
export function refusalOf(
  method: string,
  path: string,
  { status, body }: ServiceAnswer,
): ServiceRefused | GatewayRefused | NoAnswer | AnswerUnreadable {
  const problem = problemSchema.safeParse(body);
  if (problem.success) return new ServiceRefused(problem.data);
  const gateway = gatewaySchema.safeParse(body);
  if (!gateway.success)
    return new AnswerUnreadable(`${method} ${path} → HTTP ${status} without a problem that says why`);
  const refused = new GatewayRefused(method, path, status, gateway.data.message);
  // The service may have been at work when the gateway gave up waiting.
  return status < 500 ? refused : new NoAnswer(method, path, refused);
}

function sentencesOf({ detail, faults = [], incident }: Refusal): string {
  const listed = faults
    .filter(({ sentence }) => sentence !== detail)
    .map(({ path, sentence, nearest }) => {
      const question = nearest === undefined ? '' : `  (did you mean ${nearest}?)`;
      return `\n  ${path}  ${sentence}${question}`;
    });
  const place = incident === undefined ? '' : ` (the log tells more under ${incident})`;
  return `${detail}${place}${listed.join('')}`;
}
