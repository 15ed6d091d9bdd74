import { hidden } from './secret-forms.ts';

const LONGEST = 300;

/**
 * One line of at most 300 characters, without the given secrets and without control characters.
 *
 * An answer may repeat what was sent (a gateway that explains a signature mismatch does), so the text of others is
 * cleaned before it goes into an `Answer` or an error. Secrets go first: a cut must not leave half of one standing.
 */
export function plainText(text: string, secrets: readonly string[]): string {
  const clean = hidden(text, secrets)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return clean.length <= LONGEST ? clean : `${clean.slice(0, LONGEST - 1).toWellFormed()}…`;
}

/** What an answer must not repeat of a request: the session token, the signature and the header that holds it. */
export function secretsIn(headers: Readonly<Record<string, string>>): string[] {
  const authorization = headers.Authorization ?? '';
  const signature = authorization.split('Signature=').at(1) ?? '';
  return [headers['X-Security-Token'] ?? '', authorization, signature];
}
