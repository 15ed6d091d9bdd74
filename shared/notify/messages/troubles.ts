import type { Outcome, Reason } from '../../switchover/codes.ts';

/**
 * Every trouble of table A: an outcome that people are told at once, with its reasons. `command` is what a person goes on
 * with, as in the runbook: `<run>`, `<name>` (of the account) and `<why>` stand for what it is given.
 */
export const TROUBLES = {
  'PARTIAL · STOPPED_BETWEEN_BATCHES': { command: 'offpeak acknowledge <run> --reason <why>' },
  'PARTIAL · REFUSED': { command: 'offpeak acknowledge <run> --reason <why>' },
  'PARTIAL · THROTTLED': { command: 'offpeak acknowledge <run> --reason <why>' },
  'PARTIAL · NOT_SWITCHED': { command: 'offpeak acknowledge <run> --reason <why>' },
  'FAILED · REFUSED': { command: 'offpeak resume account:<name>' },
  'FAILED · THROTTLED': { command: 'offpeak resume account:<name>' },
  'FAILED · NOT_SWITCHED': { command: 'offpeak resume account:<name>' },
  'FAILED · FOREIGN_CHANGE': { command: 'offpeak acknowledge <run> --reason <why>' },
  'UNKNOWN · NO_EVIDENCE': { command: 'offpeak show <run>' },
  'UNKNOWN · NOT_SETTLED': { command: 'offpeak acknowledge <run> --reason <why>' },
  'UNKNOWN · UNREADABLE': { command: 'offpeak show <run>' },
} as const satisfies Readonly<Record<string, { readonly command: string }>>;

export type Trouble = keyof typeof TROUBLES;

/** The trouble of an outcome and its reason; `undefined` where table A knows none. */
export function troubleOf(outcome: Outcome, reason: Reason): Trouble | undefined {
  const pair = `${outcome} · ${reason}`;
  return isTrouble(pair) ? pair : undefined;
}

const isTrouble = (pair: string): pair is Trouble => Object.hasOwn(TROUBLES, pair);
