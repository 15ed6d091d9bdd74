import { definedData } from '../protocol/close.ts';
import { type PlanPointer, type Stop, stopsFor } from '../protocol/control.ts';
import { keys } from '../protocol/keys.ts';
import { isStillSending, tooLateToSend } from '../protocol/last-look.ts';
import { MARGIN } from '../protocol/lease.ts';
import { freezesFor } from '../protocol/override.ts';
import { type Run, readRun } from '../protocol/run.ts';
import type { Store } from '../store/store.ts';
import type { Decision, Reason } from '../switchover/codes.ts';
import { decide } from '../switchover/decisions.ts';
import { notAfterOf } from '../switchover/gates/room.ts';
import type { Instant } from '../time/clock.ts';
import { readPatiently } from './patient-read.ts';
import { planPointer } from './plan-in-force.ts';
import type { Ports } from './ports.ts';
import { readStops } from './stops-in-force.ts';

/** Why a claimed send was not sent, in the form of a run's refusal. */
export type LastLookRefusal = NonNullable<Run['refusal']>;

/**
 * The last look at phase, stops, freezes and clock, after the claim and right before the bytes leave (PROTOCOL, Send 5).
 *
 * Returns why not to send, or `undefined`. All reads are consistent and patient, and the stops are the last of them: this
 * process knows that nothing has left yet, so a store that fails here makes no ambiguity. An hour's pause between claim and
 * send ends here: by the clock, or because somebody else has taken the run on.
 */
export async function lastLook(
  ports: Ports,
  run: Run,
  lifeEndsAt: Instant,
): Promise<LastLookRefusal | undefined> {
  const { store, clock } = ports;
  const sending = await readPatiently(clock, () => stillSending(store, run));
  if (sending === 'unreadable') return unreadable();
  if (!sending) return no('BUSY', decide('LEASE_LOST', {}));
  const pointer = await readPatiently(clock, () => planPointer(store));
  if (pointer === 'unreadable') return unreadable();
  const stops = await readStops(store, clock);
  const freezes = freezesFor(run, pointer.freezes);
  const now = clock.now();
  return (
    stopRefusal(run, stops) ??
    modeRefusal(run, pointer) ??
    freezeRefusal(freezes, now) ??
    clockRefusal(ports, { run, freezes, lifeEndsAt, now })
  );
}

/** Those that hold for the run. */
type Freezes = readonly PlanPointer['freezes'][number][];

const no = (reason: Reason, decision: Decision): LastLookRefusal => ({
  answer: 'no',
  reason,
  decision: { code: decision.code, data: definedData(decision) },
});

const unreadable = () => no('STOP', decide('LAST_LOOK_UNREADABLE', {}));

async function stillSending(store: Store, run: Run): Promise<boolean> {
  const item = await store.get(keys.run(run.runId));
  return item !== undefined && isStillSending(readRun(item), run);
}

function stopRefusal(run: Run, stops: readonly Stop[] | 'unreadable'): LastLookRefusal | undefined {
  if (stops === 'unreadable') return no('STOP', decide('STOPS_UNREADABLE', {}));
  const stop = stopsFor(run, stops)[0];
  return stop && no('STOP', decide('STOPPED', { scope: stop.scope, by: stop.by, reason: stop.reason }));
}

/** An account that was set back to observe while the run was on its way sends nothing more. */
function modeRefusal(run: Run, pointer: PlanPointer): LastLookRefusal | undefined {
  if (pointer.switching.includes(run.account)) return undefined;
  return no('STOP', decide('ACCOUNT_OBSERVES', { account: run.account }));
}

function freezeRefusal(freezes: Freezes, now: Instant): LastLookRefusal | undefined {
  const freeze = freezes.find((span) => span.startsAt <= now && now < span.endsAt);
  return freeze && no('FREEZE', decide('FROZEN', { freeze: freeze.name, endsAt: freeze.endsAt }));
}

/** The signature ends before the close and the next freeze less a margin, and the request times out before that. */
function clockRefusal(
  { settings }: Ports,
  { run, freezes, lifeEndsAt, now }: { run: Run; freezes: Freezes; lifeEndsAt: Instant; now: Instant },
): LastLookRefusal | undefined {
  const { signatureLife: life, requestTimeout } = settings;
  const notAfterAt = notAfterOf(now, run.opening, freezes, MARGIN);
  const tooLate = tooLateToSend({ now, lifeEndsAt, life, requestTimeout, notAfterAt });
  return tooLate && no('WINDOW', tooLate);
}
