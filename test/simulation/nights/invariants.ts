import { EFFECTS } from './invariants/effects.ts';
import type { Invariant } from './invariants/invariant.ts';
import { LIMITS } from './invariants/limits.ts';
import { MESSAGES } from './invariants/messages.ts';
import { OVERRIDES } from './invariants/overrides.ts';
import { RECORDS } from './invariants/records.ts';
import { TIME } from './invariants/time.ts';

const numberOf = ({ name }: Pick<Invariant, 'name'>): number => Number.parseInt(name.slice(1), 10);

/** Every law that the simulation asks, in the order of their numbers. */
export const INVARIANTS: readonly Invariant[] = [
  ...TIME,
  ...EFFECTS,
  ...RECORDS,
  ...LIMITS,
  ...OVERRIDES,
  ...MESSAGES,
].sort((one, other) => numberOf(one) - numberOf(other) || (one.name < other.name ? -1 : 1));

/** Every law with its sentence, as a report tells them: I20 is asked of two nights, the others of one. */
export const LAWS: readonly Pick<Invariant, 'name' | 'sentence'>[] = [
  ...INVARIANTS,
  { name: 'I20', sentence: 'The same seed gives the same night: each hundredth one is lived through twice.' },
].sort((one, other) => numberOf(one) - numberOf(other) || (one.name < other.name ? -1 : 1));

/** Laws with a number that are proven elsewhere, and where. */
export const PROVEN_ELSEWHERE: Readonly<Record<string, string>> = {
  I22: 'no clock, chance or environment in the core (test/architecture.test.ts)',
};
