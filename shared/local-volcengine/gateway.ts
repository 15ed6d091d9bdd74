import type { Instant } from '../time/clock.ts';
import type { Agenda } from './agenda.ts';
import type { Caller } from './caller.ts';
import { perform, type World } from './dispatch.ts';
import type { Request } from './envelope.ts';
import type { Holds } from './holds.ts';
import { isOperation, type Operation } from './operations.ts';
import { type Reply, refused, replyUnder } from './reply.ts';
import { instanceNamedBy } from './requests.ts';
import type { Seed } from './seed-schema.ts';
import { lastsUntil, refuseByAge } from './signature-life.ts';

/** What a model is made of. */
export interface Parts {
  readonly seed: Seed;
  readonly world: World;
  readonly holds: Holds;
  readonly agenda: Agenda;
}

/** A call that has arrived, its signature proven. */
export interface Arrival {
  readonly request: Request;
  readonly body: unknown;
  readonly caller: Caller;
  readonly at: Instant;
}

/**
 * Lets a call in or turns it away: whether there is such an operation, whether its signature is still alive, which
 * faults meet it. A call that a fault executes late is let in at that instant only if its signature is still alive then.
 */
export function respond(
  { seed, world, holds, agenda }: Parts,
  { request, body, caller, at }: Arrival,
): Reply {
  const { action, version } = request;
  if (!isOperation(action) || !isOn(action, seed)) {
    const message = `Could not find operation ${action} for version ${version}.`;
    return refused({ request }, { code: 'InvalidActionOrVersion', message });
  }
  const meeting = { action, instanceId: instanceNamedBy(body) };
  const gatewayFault = world.faults.takeGatewayFault(meeting);
  const tooOldOrEarly = refuseByAge(caller, seed.signature, at, gatewayFault);
  if (tooOldOrEarly !== undefined) return refused({ request }, tooOldOrEarly);
  const fault = world.faults.takeAnswerFault(meeting);
  const contradiction = fault?.fault === 'contradictory-roles' ? { contradiction: fault.primaries } : {};
  const { region } = caller;
  const executeAt = (instant: Instant) =>
    perform(world, action, body, { at: instant, region, requestId: request.requestId, ...contradiction });
  return replyUnder(fault, {
    request,
    at,
    execute: () => executeAt(at),
    executeAt(later) {
      if (later <= lastsUntil(caller, seed.signature, gatewayFault)) agenda.add(later, executeAt);
    },
    hold: (until) => holds.keep(request.requestId, until),
  });
}

function isOn(operation: Operation, { operations }: Seed): boolean {
  if (operation === 'DescribeTasks') return operations.tasks;
  return operation !== 'DescribePlannedEvents' || operations.plannedEvents;
}
