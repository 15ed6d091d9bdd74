import type { Clock, Instant } from '../time/clock.ts';
import { makeAgenda } from './agenda.ts';
import { type Caller, callerPrefix } from './caller.ts';
import type { Refusal } from './codes.ts';
import type { World } from './dispatch.ts';
import { type Request, VERSION } from './envelope.ts';
import { failOver } from './failover.ts';
import { type FaultInput, faultSchema, type WorldFault } from './fault-schema.ts';
import { isWorldFault, makeFaults } from './faults.ts';
import { makeFleet } from './fleet.ts';
import { type Parts, respond } from './gateway.ts';
import { type Hold, makeHolds } from './holds.ts';
import { type Answered, type Executed, type LogEntry, makeLog } from './log.ts';
import { plannedTurningPoints } from './planned-events.ts';
import { type Reply, refused } from './reply.ts';
import { instanceNamedBy } from './requests.ts';
import type { Seed } from './seed-schema.ts';
import { makeTaskLedger } from './tasks.ts';
import { makeTokens } from './tokens.ts';
import { toRequestIdStamp } from './vendor-time.ts';

/** What was asked before anybody was let in: echoed in a refusal of the gateway. */
interface Knock {
  readonly action: string;
  readonly version: string;
  readonly region?: string;
  readonly accessKeyId?: string;
}

/**
 * Volcengine Cache for Redis as far as a switchover can see it: deterministic, without timers, usable in-process.
 *
 * What it shows at an instant follows from the seed, the calls accepted so far and the clock alone. A call to any
 * member first lets the time up to `clock.now()` pass.
 */
export interface Model {
  /** One signed call whose signature is already proven; its age is judged here. */
  call(action: string, body: unknown, caller: Caller): Reply;
  /** The answer to a call that the gateway turns away; it is logged like any other. */
  refuse(knock: Knock, refusal: Refusal): Reply;
  /** Throws a ZodError when the fault is not one. */
  arm(fault: FaultInput): void;
  executed(): readonly Executed[];
  answered(): readonly Answered[];
  /** The answers that are kept back now. */
  held(): readonly Hold[];
  /** Releases the answer to that request, or all that are kept back; says how many. */
  release(requestId?: string): number;
  /** Whether an instance of that id exists in any region. */
  knows(instanceId: string): boolean;
  /** The next instant at which something will be different by itself; `undefined` when nothing will. */
  nextDeadline(): Instant | undefined;
}

export interface ModelOptions {
  /** Only `now()` is used. */
  readonly clock: Pick<Clock, 'now'>;
  readonly seed: Seed;
  /** Upper-case hexadecimal digits, never the same twice; they end the request ids. */
  readonly ids: () => string;
  /** Is told of each entry of the two logs as it is written. */
  readonly watch?: (entry: LogEntry) => void;
}

/** Builds the model and arms the seed's faults. */
export function makeModel({ clock, seed, ids, watch = () => undefined }: ModelOptions): Model {
  const parts = makeParts(seed, watch);
  const { world, holds, agenda } = parts;
  const present = () => {
    const at = clock.now();
    agenda.passTo(at);
    return at;
  };
  const identify = (at: Instant) => `${toRequestIdStamp(at)}${ids()}`;
  const arm = (input: FaultInput) => {
    const fault = faultSchema.parse(input);
    if (isWorldFault(fault)) schedule(fault, parts, present());
    else world.faults.arm(fault);
  };
  for (const fault of seed.faults) arm(fault);

  return {
    arm,
    call(action, body, caller) {
      const at = present();
      const request = { requestId: identify(at), action, version: VERSION, region: caller.region };
      const reply = respond(parts, { request, body, caller, at });
      return note(world, reply, { request, at, accessKeyId: caller.accessKeyId, body });
    },
    refuse({ action, version, region = seed.region, accessKeyId = '' }, refusal) {
      const at = present();
      const request = { requestId: identify(at), action, version, region };
      return note(world, refused({ request }, refusal), { request, at, accessKeyId });
    },
    executed() {
      present();
      return world.log.executed();
    },
    answered: () => world.log.answered(),
    held: () => holds.kept(present()),
    release: (requestId) => holds.release(requestId, present()),
    knows: (instanceId) => world.fleet.locate(instanceId) !== undefined,
    nextDeadline() {
      const at = present();
      const deadlines = [
        ...agenda.due(),
        ...world.fleet.turningPoints(at),
        ...plannedTurningPoints(seed.plannedEvents, at),
        ...holds.kept(at).flatMap(({ until }) => (until === undefined ? [] : [until])),
      ];
      return deadlines.length === 0 ? undefined : Math.min(...deadlines);
    },
  };
}

function makeParts(seed: Seed, watch: (entry: LogEntry) => void): Parts {
  const world = {
    fleet: makeFleet(seed.instances),
    tokens: makeTokens(seed.tokens.life),
    faults: makeFaults(),
    log: makeLog(watch),
    tasks: makeTaskLedger(),
    timings: seed.timings,
    plannedEvents: seed.plannedEvents,
  };
  return { seed, world, holds: makeHolds(), agenda: makeAgenda() };
}

function schedule(fault: WorldFault, { world, agenda }: Parts, now: Instant): void {
  const due = Math.max(now, fault.at ?? now + (fault.after ?? 0));
  agenda.add(due, (at) => {
    if (fault.fault === 'failover') failOver(world, fault, at);
    else world.tokens.forgetAll();
  });
  agenda.passTo(now);
}

function note(
  { log }: World,
  reply: Reply,
  from: { request: Request; at: Instant; accessKeyId: string; body?: unknown },
): Reply {
  const instanceId = instanceNamedBy(from.body);
  const answer = 'answer' in reply ? reply.answer : undefined;
  const code = answer?.envelope.ResponseMetadata.Error?.Code;
  log.noteAnswered({
    at: from.at,
    action: from.request.action,
    requestId: from.request.requestId,
    caller: callerPrefix(from.accessKeyId),
    delivery: reply.delivery,
    ...(answer === undefined ? {} : { httpStatus: answer.httpStatus }),
    ...(code === undefined ? {} : { code }),
    ...(instanceId === undefined ? {} : { instanceId }),
  });
  return reply;
}
