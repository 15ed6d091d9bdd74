import type * as z from 'zod/mini';
import type { Instant } from '../time/clock.ts';
import { type Classified, classify } from './classify.ts';
import { CREDENTIAL_CODES } from './codes.ts';
import type { Credentials, CredentialsProvider, Freshness } from './credentials.ts';
import { CredentialsUnavailable, ReadFailed } from './errors.ts';
import { plainText, secretsIn } from './plain-text.ts';
import type { Answer } from './redis.ts';
import { type Scope, signedRequest } from './request.ts';
import { type Attempt, type GaveUp, type RetryParts, withinBudget } from './retry.ts';
import type { Transport } from './transport.ts';

/** Puts one question of the read's action; signed anew each time. */
export type Ask = (parameters: object) => Promise<Classified>;

export interface Reader {
  /**
   * Makes attempts within the budget and gives the first usable value; throws `ReadFailed` with the last answer.
   * `on` is what is read about, for the error's sentence.
   */
  read<T>(action: string, on: string, attempt: (ask: Ask) => Promise<Attempt<T>>): Promise<T>;
}

export interface ReaderParts extends RetryParts {
  readonly scope: Scope;
  readonly credentials: CredentialsProvider;
  readonly transport: Transport;
}

/**
 * Credentials are read once a read, and once more, fresh, after the vendor has refused them: a key may have been rotated.
 * Refused again, the read fails.
 */
export function makeReader(parts: ReaderParts): Reader {
  const { scope, credentials: provide, transport, clock } = parts;

  async function ask(action: string, parameters: object, credentials: Credentials, endsAt: Instant) {
    const now = clock.now();
    const request = signedRequest(scope, { action, parameters }, credentials, now);
    const result = await transport.exchange(request, endsAt - now);
    return classify(result, { action, secrets: secretsIn(request.headers) });
  }

  return {
    async read(action, on, attempt) {
      const provided = async (freshness: Freshness) => {
        try {
          return await provide(freshness);
        } catch (error) {
          throw unreadable(new CredentialsUnavailable(action, on, error), action, on);
        }
      };
      let credentials = await provided('cached');
      let renewed = false;
      const outcome = await withinBudget(async (endsAt) => {
        const made = await attempt((parameters) => ask(action, parameters, credentials, endsAt));
        if (made.usable || renewed || !CREDENTIAL_CODES.has(made.answer.code ?? '')) return made;
        renewed = true;
        credentials = await provided('fresh');
        return { ...made, again: 'at once' };
      }, parts);
      if (!outcome.usable) throw failed(action, on, outcome, parts);
      return outcome.value;
    },
  };
}

/** An answer that gives no value. Asking again cannot help where it was refused, nor where it was too large. */
export function unusable(answer: Answer): Attempt<never> {
  const final = answer.kind === 'refused' || answer.code === 'AnswerTooLarge';
  return { usable: false, answer, again: final ? 'never' : 'later' };
}

/** The answer's `Result` as the schema reads it. A Result that does not fit is an unusable answer, with the places that do not. */
export function parsed<T>({ answer, result }: Classified, schema: z.ZodMiniType<T>): Attempt<T> {
  if (answer.kind !== 'accepted') return unusable(answer);
  const reading = schema.safeParse(result);
  if (reading.success) return { usable: true, value: reading.data };
  const places = reading.error.issues
    .slice(0, 5)
    .map((issue) => `${['Result', ...issue.path].join('.')}: ${issue.code}`);
  return unusable({
    ...answer,
    kind: 'ambiguous',
    code: 'UnusableResult',
    message: plainText(places.join('; '), []),
  });
}

function failed(
  action: string,
  on: string,
  { answer, attempts, elapsed }: GaveUp,
  { budget }: RetryParts,
): ReadFailed {
  const { kind: _, ...last } = answer;
  const spent = `after ${attempts} of ${budget.attempts} attempts and ${elapsed} of ${budget.elapsed} ms`;
  const message = plainText(last.message ? `${spent}: ${last.message}` : spent, []);
  return new ReadFailed(action, on, { ...last, message });
}

function unreadable(cause: CredentialsUnavailable, action: string, on: string): ReadFailed {
  return new ReadFailed(action, on, { code: cause.name, message: cause.message }, { cause });
}
