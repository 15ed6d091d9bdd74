import { isDeepStrictEqual } from 'node:util';
import { nameOf } from './names.ts';
import type { Stacks } from './synthesise.ts';

/** One question of a reviewer, and what stands in both stacks against the good answer: nothing, when all is well. */
export interface Question {
  readonly question: string;
  holds(stacks: Stacks): readonly string[];
}

/** What is in one list and not in the other, each told by its own words. */
export function differences(
  found: readonly string[],
  wanted: readonly string[],
  { missing, surplus }: { readonly missing: string; readonly surplus: string },
): readonly string[] {
  const [has, wants] = [new Set(found), new Set(wanted)];
  return [
    ...[...wants].filter((one) => !has.has(one)).map((one) => `${missing}: ${one}`),
    ...[...has].filter((one) => !wants.has(one)).map((one) => `${surplus}: ${one}`),
  ];
}

/** The wanted properties that are otherwise, as sentences about whatever has them. */
export function unlike(
  what: string,
  found: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.entries(wanted)
    .filter(([property, value]) => !isDeepStrictEqual(found[property], value))
    .map(
      ([property, value]) => `${what}: ${property} is ${nameOf(found[property])} instead of ${nameOf(value)}`,
    );
}
