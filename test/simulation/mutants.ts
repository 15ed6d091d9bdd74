import { CLAIM_MUTANTS } from './mutants/claim.ts';
import { LAST_LOOK_MUTANTS } from './mutants/last-look.ts';
import { LOOK_MUTANTS } from './mutants/looks.ts';
import { MESSAGE_MUTANTS } from './mutants/messages.ts';
import { OVERRIDE_MUTANTS } from './mutants/overrides.ts';
import { RECORD_MUTANTS } from './mutants/records.ts';
import { SEND_MUTANTS } from './mutants/send.ts';
import type { Mutant } from './nights/simulation.ts';

/** Offpeak with one guard taken away, by name. Every one must be caught. */
export const MUTANTS: readonly Mutant[] = [
  ...CLAIM_MUTANTS,
  ...SEND_MUTANTS,
  ...LAST_LOOK_MUTANTS,
  ...LOOK_MUTANTS,
  ...RECORD_MUTANTS,
  ...OVERRIDE_MUTANTS,
  ...MESSAGE_MUTANTS,
];

/** The mutant of that name, or none. */
export const mutantNamed = (name: string | undefined): Mutant | undefined =>
  MUTANTS.find((mutant) => mutant.name === name);
