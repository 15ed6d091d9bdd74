import { CODES, type Refusal } from './codes.ts';

/** The version of the Redis API that this endpoint speaks (vendor page 6293/1148755). */
export const VERSION = '2020-12-07';

/** The answer's form, the same for every operation (vendor page 6293/1148755). */
export interface Envelope {
  readonly ResponseMetadata: {
    readonly RequestId: string;
    readonly Action: string;
    readonly Version: string;
    readonly Service: 'Redis';
    readonly Region: string;
    readonly Error?: { readonly CodeN: number; readonly Code: string; readonly Message: string };
  };
  readonly Result: Readonly<Record<string, unknown>> | null;
}

/** An envelope with the HTTP status that it travels under. */
export interface Answer {
  readonly httpStatus: number;
  readonly envelope: Envelope;
  readonly retryAfterSeconds?: number;
}

/** What an answer is about: echoed in its metadata. */
export interface Request {
  readonly requestId: string;
  readonly action: string;
  readonly version: string;
  readonly region: string;
}

/** What an operation came to: a result for the envelope, or a refusal. */
export type OperationResult = { readonly result: Envelope['Result'] } | { readonly refusal: Refusal };

/** HTTP 200 and the result; `null` for operations that return nothing. */
export function success(request: Request, result: Envelope['Result']): Answer {
  return { httpStatus: 200, envelope: { ResponseMetadata: metadata(request), Result: result } };
}

/** The refusal under its code's HTTP status. */
export function failure(request: Request, { code, message }: Refusal): Answer {
  const { httpStatus, codeN } = CODES[code];
  const error = { CodeN: codeN, Code: code, Message: message };
  return {
    httpStatus,
    envelope: { ResponseMetadata: { ...metadata(request), Error: error }, Result: null },
  };
}

function metadata({ requestId, action, version, region }: Request) {
  return {
    RequestId: requestId,
    Action: action,
    Version: version,
    Service: 'Redis' as const,
    Region: region,
  };
}
