import * as z from 'zod/mini';

/** Codes of Volcengine are words; anything else (a sentence, a page of HTML) is no code. */
const CODE = /^[A-Za-z][A-Za-z0-9._-]{0,127}$/;

/** Unknown fields are dropped, `Error: null` counts as no error: both occur in sister products. */
const envelopeSchema = z.object({
  ResponseMetadata: z.object({
    RequestId: z.string().check(z.minLength(1), z.maxLength(128)),
    Action: z.nullish(z.string()),
    Error: z.nullish(z.object({ Code: z.string().check(z.regex(CODE)), Message: z.nullish(z.string()) })),
  }),
  Result: z.optional(z.unknown()),
});

/** The gateway's form without metadata; the official Go SDK knows it. */
const bareSchema = z.object({ errorcode: z.union([z.string(), z.number()]), message: z.nullish(z.string()) });

/** An answer's body in the documented form (vendor page 6293/1148755, "Response sample"). */
export interface Envelope {
  readonly requestId: string;
  readonly action?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly result: unknown;
}

/** Why a body is no envelope, with a short reason where there is one. */
export interface NoEnvelope {
  readonly fault: 'EmptyAnswer' | 'NotJson' | 'NotAnEnvelope' | 'BareGatewayForm';
  readonly message: string;
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a body; never throws, whatever the bytes are. `JSON.parse` does not recurse, so depth cannot exhaust the stack. */
export function readEnvelope(body: Uint8Array): Envelope | NoEnvelope {
  if (body.length === 0) return { fault: 'EmptyAnswer', message: 'the answer had no body' };
  let json: unknown;
  try {
    json = JSON.parse(UTF_8.decode(body));
  } catch {
    return { fault: 'NotJson', message: `the answer was ${body.length} bytes that are not JSON` };
  }
  const parsed = envelopeSchema.safeParse(json);
  if (!parsed.success) return noEnvelope(json);
  const { RequestId, Action, Error: error } = parsed.data.ResponseMetadata;
  return {
    requestId: RequestId,
    ...(typeof Action === 'string' && Action !== '' ? { action: Action } : {}),
    ...(error ? { error: { code: error.Code, message: error.Message ?? '' } } : {}),
    result: parsed.data.Result,
  };
}

function noEnvelope(json: unknown): NoEnvelope {
  const bare = bareSchema.safeParse(json);
  return bare.success
    ? { fault: 'BareGatewayForm', message: `${bare.data.errorcode} ${bare.data.message ?? ''}` }
    : { fault: 'NotAnEnvelope', message: 'the answer was JSON without valid ResponseMetadata' };
}
