import { type Acceptance, accept, acceptedRun } from '../protocol/accept.ts';
import { bodyDigestOf, runIdOfRequest } from '../protocol/identity.ts';
import { keys } from '../protocol/keys.ts';
import { type Run, readRun } from '../protocol/run.ts';
import type { Decision } from '../switchover/codes.ts';
import { evaluateGates, verdictOf } from '../switchover/gates.ts';
import type { Instant } from '../time/clock.ts';
import { ON_OUR_SIDE } from './asked-gates.ts';
import { factsOnOurSide, VENDOR_UNREAD } from './facts.ts';
import { planPointer, planVersion } from './plan-in-force.ts';
import type { Ports } from './ports.ts';
import { type Request, resolveRequest } from './resolve-request.ts';

/** A request with its key and its caller. The same key and body is the same run, for as long as its record lives. */
export interface StartRequest extends Request {
  readonly key: string;
  readonly by: string;
  readonly reason: string;
  readonly source: 'http' | 'command';
}

export type StartRefusal =
  | 'other body'
  | 'unknown rule'
  | 'unknown instance'
  | 'never'
  | 'no opening'
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
 * instant are started by due. A dry run starts at once, whatever the gates say: to show them is what it is for.
 */
export function makeStart(ports: Ports) {
  return async (request: StartRequest): Promise<Started> => {
    const { store, clock, settings, executions } = ports;
    const { key, by, source, ...body } = request;
    const runId = runIdOfRequest(settings.deployment, key);
    const digest = bodyDigestOf(body);
    const before = await known(ports, runId, digest);
    if (before !== undefined) return before;

    const plan = await planVersion(store, (await planPointer(store)).hash);
    const now = clock.now();
    const found = resolveRequest(plan, request, now);
    if (!found.resolved) return { started: false, what: found.what, decision: found.decision };
    const trigger = { source, by, reason: request.reason, body: digest };
    const acceptance: Acceptance = { ...found.subject, runId, trigger };
    const atOnce = request.when === 'now' || request.dryRun === true;
    if (request.when === 'now' && request.dryRun !== true) {
      const refused = await notNow(ports, acceptance, plan);
      // What stands in the way may be this very run, accepted by another delivery since.
      if (refused !== undefined) return (await known(ports, runId, digest)) ?? refused;
    }
    const run = acceptedRun(atOnce ? { ...acceptance, startAt: now } : acceptance, now, plan.history);
    const written = await store.transact([accept(run)]);
    if (!written.committed)
      return (await known(ports, runId, digest)) ?? { started: false, what: 'other body' };
    if (atOnce) await executions.start(runId);
    return { started: true, run, repeated: false };
  };
}

async function known(ports: Ports, runId: string, digest: string): Promise<Started | undefined> {
  const item = await ports.store.get(keys.run(runId));
  if (item === undefined) return undefined;
  const run = readRun(item);
  return run.trigger.body === digest
    ? { started: true, run, repeated: true }
    : { started: false, what: 'other body' };
}

async function notNow(
  ports: Ports,
  acceptance: Acceptance,
  plan: Parameters<typeof factsOnOurSide>[2],
): Promise<Started | undefined> {
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
