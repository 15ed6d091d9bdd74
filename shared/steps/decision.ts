import { DECISION_CODES, type Decision, type DecisionCode } from '../switchover/codes.ts';

const known = (code: string): code is DecisionCode => DECISION_CODES.some((candidate) => candidate === code);

/** A decision as it was stored. A code of a version that this one does not know is a fault of the store's version, so it throws. */
export function storedDecision(stored: { code: string; data: Decision['data'] }): Decision {
  if (!known(stored.code)) throw new Error(`read decision ${stored.code} → not a code of this version`);
  return { code: stored.code, data: stored.data };
}
