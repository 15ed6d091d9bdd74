import { createHash } from 'node:crypto';
import type { Plan } from './plan.ts';

/** Makes the lower-case hex SHA-256 of a text in UTF-8. */
export type Digest = (text: string) => string;

/** SHA-256 of the runtime. */
export const sha256: Digest = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** The hash of a plan, by which it is stored and which each run carries: of its canonical JSON without `hash`. */
export function planHash(plan: Omit<Plan, 'hash'>, digest: Digest = sha256): string {
  return digest(canonicalJson(plan));
}

/**
 * JSON with the keys of every mapping sorted by code unit, without spaces. What is undefined is left out.
 *
 * Equal values give equal texts, whatever the order in which they were written.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
