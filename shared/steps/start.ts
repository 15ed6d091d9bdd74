import type { Plan } from '../plan/plan.ts';
import { type Acceptance, accept, acceptedRun } from '../protocol/accept.ts';
import { bodyDigestOf, runIdOfRequest } from '../protocol/identity.ts';
import { keys } from '../protocol/keys.ts';
import { type Run, readRun } from '../protocol/run.ts';
import type { Decision } from '../switchover/codes.ts';
import { evaluateGates, verdictOf } from '../switchover/gates.ts';
import type { Instant } from '../time/clock.ts';
import { ON_OUR_SIDE } from './asked-gates.ts';
import { factsOnOurSide, VENDOR_UNREAD } from './facts.ts';
import { type OverrideRequest, withOverride } from './override.ts';
import { planPointer, planVersion } from './plan-in-force.ts';
import type { Ports } from './ports.ts';
import { type Request, resolveRequest } from './resolve-request.ts';

/** A request with its key and its caller. The same key and body is the same run, for as long as its record lives. */
export interface StartRequest extends Request {
  readonly key: string;
  readonly by: string;
  readonly reason: string;
  readonly source: 'http' | 'command';
  /** A named person's, by a way in that has its own permission; with `when: now` only. */
  readonly override?: OverrideRequest | undefined;
}

export type StartRefusal =
  | 'other body'
  | 'unknown rule'
  | 'unknown instance'
  | 'never'
  | 'no opening'
  | 'nothing to override'
  | 'not now';

/** Refusals are values: nothing was written. `nextOpensAt` says when the window would allow it. */
export type Started =
  | { readonly started: true; readonly run: Run; readonly repeated: boolean }
  | {
      readonly started: false;
      readonly what: StartRefusal;
      readonly decision?: Decision;
      readonly nextOpensAt?: Instant;
    };

/**
 * Accepts a request for a run. `now` starts it at once, and is refused while a gate does not say yes; `window` and an
 * instant are started by due. An override lets one gate be asked as a person decided, and no other. A dry run starts at once, whatever the gates say: to show them is what it is for.
 */
export function makeStart(ports: Ports) {
  return async (request: StartRequest): Promise<Started> => {
    const { store, clock, settings, executions, log } = ports;
    const { key, by, source, ...body } = request;
    const runId = runIdOfRequest(settings.deployment, key);
    const digest = bodyDigestOf(body);
    const before = await known(ports, runId, digest);
    if (before !== undefined) return before;

    const plan = await planVersion(store, (await planPointer(store)).hash);
    const now = clock.now();
    const found = resolveRequest(plan, request, now);
    if (!found.resolved) {
      log.info({ runId, what: found.what, ...found.decision });
      return { started: false, what: found.what, decision: found.decision };
    }
    const trigger = { source, by, reason: request.reason, body: digest };
    const asked: Acceptance = { ...found.subject, runId, trigger };
    const granted = await grant(ports, request, asked, plan);
    // What stands in the way may be this very run, accepted by another delivery since.
    if ('started' in granted) {
      log.info({ runId, what: granted.what, ...granted.decision });
      return (await known(ports, runId, digest)) ?? granted;
    }
    const { acceptance } = granted;
    const atOnce = request.when === 'now' || request.dryRun === true;
    const run = acceptedRun(atOnce ? { ...acceptance, startAt: now } : acceptance, now, plan.history);
    const written = await store.transact([accept(run)]);
    if (!written.committed)
      return (await known(ports, runId, digest)) ?? { started: false, what: 'other body' };
    const { override } = run;
    const said = {
      by,
      source,
      when: request.when,
      mode: run.mode,
      ...(override && { gate: override.gate, reason: request.reason }),
    };
    log.info({ runId, what: override ? 'a gate is overridden' : 'accepted', data: said });
    if (atOnce) await executions.start(runId);
    return { started: true, run, repeated: false };
  };
}

type Refused = Extract<Started, { started: false }>;

/** What is accepted, an override with it; or why what should start at once may not. */
async function grant(
  ports: Ports,
  request: StartRequest,
  asked: Acceptance,
  plan: Plan,
): Promise<{ readonly acceptance: Acceptance } | Refused> {
  if (request.when !== 'now' || request.dryRun === true) return { acceptance: asked };
  const { override } = request;
  const overridden = override && (await withOverride(ports, asked, plan, override));
  if (overridden !== undefined && 'nothing' in overridden) {
    const decision = overridden.nothing;
    return (await notNow(ports, asked, plan)) ?? { started: false, what: 'nothing to override', decision };
  }
  const acceptance = overridden?.acceptance ?? asked;
  return (await notNow(ports, acceptance, plan)) ?? { acceptance };
}

async function known(ports: Ports, runId: string, digest: string): Promise<Started | undefined> {
  const item = await ports.store.get(keys.run(runId));
  if (item === undefined) return undefined;
  const run = readRun(item);
  return run.trigger.body === digest
    ? { started: true, run, repeated: true }
    : { started: false, what: 'other body' };
}

async function notNow(ports: Ports, acceptance: Acceptance, plan: Plan): Promise<Refused | undefined> {
  const { facts } = await factsOnOurSide(ports, acceptance, plan, undefined);
  const answer = verdictOf(evaluateGates({ ...facts, ...VENDOR_UNREAD }, ON_OUR_SIDE));
  if (answer.answer === 'yes') return undefined;
  const opensAt = acceptance.opening?.opensAt;
  const later = opensAt !== undefined && opensAt > facts.now;
  return {
    started: false,
    what: 'not now',
    decision: answer.decision,
    ...(later && { nextOpensAt: opensAt }),
  };
}
