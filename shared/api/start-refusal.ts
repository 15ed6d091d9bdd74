import type { Reader } from '../notify/catalogue.ts';
import type { Started, StartRequest } from '../steps/start.ts';
import { viewDecision } from './decision-view.ts';
import { isoOf } from './instant.ts';
import { PROBLEMS, type Problem, type ProblemKind } from './problem.ts';

type Refused = Extract<Started, { started: false }>;

const KINDS: Readonly<Record<Refused['what'], ProblemKind>> = {
  'other body': 'key-reused',
  'unknown rule': 'not-found',
  'unknown instance': 'not-found',
  never: 'never',
  'no opening': 'no-opening',
  'nothing to override': 'nothing-to-override',
  'not now': 'not-now',
};

/**
 * The problem of a request that was not accepted. Where a gate or the plan decided, it is that decision, in the reader's
 * language; where the request itself says better what is wrong with it, it is said of the request.
 */
export function problemOfStart(refused: Refused, request: StartRequest, reader: Reader): Problem {
  const kind = KINDS[refused.what];
  const own = ofTheRequest(refused.what, request);
  if (own !== undefined) return { kind, ...own };
  const { decision, nextOpensAt } = refused;
  if (decision === undefined) return { kind, code: 'REFUSED', detail: `${PROBLEMS[kind].title}.` };
  const view = viewDecision(decision, reader.zone);
  return {
    kind,
    code: decision.code,
    detail: view.sentences[reader.language],
    decision: view,
    ...(nextOpensAt !== undefined && { nextOpening: isoOf(nextOpensAt) }),
  };
}

/** The decision knows an instance and the opening that lies ahead; not a key, a rule's name or an instant asked for. */
function ofTheRequest(
  what: Refused['what'],
  { rule, when }: StartRequest,
): Omit<Problem, 'kind'> | undefined {
  if (what === 'other body') {
    const detail = 'This Idempotency-Key was used for another request. Take a new key for a new request.';
    return about('header/Idempotency-Key', 'KEY_REUSED', detail);
  }
  if (what === 'no opening' && typeof when === 'number') {
    return about('body/when', 'NO_OPENING_THEN', `No opening of the rule's window contains ${isoOf(when)}.`);
  }
  if (what === 'unknown rule' && rule !== undefined) {
    const detail = `In the plan in force no instance belongs to a rule ${JSON.stringify(rule)}.`;
    return about('body/rule', 'UNKNOWN_RULE', detail);
  }
  if (what === 'unknown instance' && rule !== undefined) {
    const detail = `Rule ${JSON.stringify(rule)} names no single instance; name the instance.`;
    return about('body/rule', 'RULE_WITHOUT_INSTANCE', detail);
  }
  return undefined;
}

const about = (path: string, code: string, detail: string) => ({
  code,
  detail,
  faults: [{ path, sentence: detail }],
});
