import { VENDOR_CODES } from './codes.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import { plainText } from './plain-text.ts';
import type { Answer } from './redis.ts';
import { hideIn } from './secret-forms.ts';
import type { TransportResult } from './transport.ts';

/** What was asked, as far as the answer must fit it. */
export interface Asked {
  readonly action: string;
  /** Strings that the answer's text may repeat but ours must not. */
  readonly secrets: readonly string[];
}

export interface Classified {
  readonly answer: Answer;
  /** The vendor's `Result`, not yet read, without the secrets; present only when accepted. */
  readonly result?: unknown;
}

/**
 * Says what an exchange proves, by the code in a valid envelope and never by the HTTP status alone. Never throws.
 *
 * accepted: 2xx, valid envelope, no Error. refused and throttled: the listed codes (`codes.ts`) in a valid envelope,
 * under whatever status. Everything else is ambiguous, an envelope about another action included.
 */
export function classify(result: TransportResult, asked: Asked): Classified {
  if (result.kind === 'failed') {
    const { code, message, httpStatus } = result;
    return {
      answer: { kind: 'ambiguous', code, message, ...(httpStatus === undefined ? {} : { httpStatus }) },
    };
  }
  const about = {
    httpStatus: result.httpStatus,
    ...(result.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: result.retryAfterSeconds }),
  };
  const envelope = readEnvelope(result.body);
  if ('fault' in envelope) {
    const message = plainText(envelope.message, asked.secrets);
    return { answer: { kind: 'ambiguous', code: envelope.fault, message, ...about } };
  }
  const answer = { ...judge(result.httpStatus, envelope, asked), ...about };
  return answer.kind === 'accepted' ? { answer, result: hideIn(envelope.result, asked.secrets) } : { answer };
}

function judge(httpStatus: number, envelope: Envelope, asked: Asked): Answer {
  const requestId = plainText(envelope.requestId, asked.secrets);
  if (envelope.action !== undefined && envelope.action !== asked.action) {
    const message = plainText(`the answer is about ${envelope.action}`, asked.secrets);
    return { kind: 'ambiguous', code: 'AnswerToAnotherAction', message, requestId };
  }
  if (envelope.error !== undefined) {
    const code = plainText(envelope.error.code, asked.secrets);
    const message = plainText(envelope.error.message, asked.secrets);
    return { kind: VENDOR_CODES.get(envelope.error.code)?.kind ?? 'ambiguous', code, message, requestId };
  }
  if (httpStatus >= 200 && httpStatus < 300) return { kind: 'accepted', requestId };
  const message = `HTTP ${httpStatus} with neither error nor success`;
  return { kind: 'ambiguous', code: 'UnexpectedStatus', message, requestId };
}
