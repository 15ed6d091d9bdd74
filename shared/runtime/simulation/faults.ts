import { HOUR, type Instant, MINUTE, type Milliseconds, SECOND } from '../../time/clock.ts';
import type { Chance } from './chance.ts';

/** What a process reaches out of itself for. */
export type Reach =
  | 'read'
  | 'transact'
  | 'vendor read'
  | 'send'
  | 'journal'
  | 'execution'
  | 'announcer'
  | 'message';

/** The worst that each kind of I/O can meet. */
export const FAULTS = {
  read: ['crash before', 'crash after', 'unavailable', 'pause before', 'pause after'],
  transact: ['crash before', 'crash after', 'unavailable', 'lost answer', 'pause before', 'pause after'],
  'vendor read': [
    'crash before',
    'crash after',
    'throttle',
    'server-error',
    'hang',
    'stale',
    'contradictory-roles',
    'pause before',
    'pause after',
  ],
  send: [
    'crash before',
    'crash after',
    'pause before',
    'pause after',
    'throttle',
    'server-error',
    'server-error after executing',
    'internal-error',
    'hang',
    'hang after executing',
    'lose-answer',
    'garble-answer',
    'execute-late',
    'accept-without-executing',
    'fail-shards',
    'stay-changing',
  ],
  journal: ['crash before', 'crash after'],
  execution: ['crash before', 'crash after', 'unavailable', 'lost answer'],
  announcer: ['crash before', 'crash after', 'unavailable', 'lost answer'],
  message: [
    'crash before',
    'crash after',
    'unavailable',
    'hang',
    'lost answer',
    'throttle',
    'pause before',
    'pause after',
  ],
} as const satisfies Record<Reach, readonly string[]>;

export type FaultName = (typeof FAULTS)[Reach][number];

/** A fault at the I/O of that number. `amount`: how long a pause or a delay is, or the wait that a channel asks for. */
export interface Fault {
  readonly io: number;
  readonly reach: Reach;
  readonly fault: FaultName;
  readonly amount: Milliseconds;
}

/** What the vendor does wrong beyond losing requests and answers, and pauses that outlive leases: no fault of an I/O. */
const BEYOND_IO: ReadonlySet<FaultName> = new Set([
  'accept-without-executing',
  'fail-shards',
  'stay-changing',
  'contradictory-roles',
]);

/** How often an I/O goes wrong, and whether in every way there is or only as an I/O does. */
export interface FaultRates {
  readonly any: number;
  /** In the step that sends, where a fault does most harm. */
  readonly nearSend: number;
  readonly send: number;
  readonly vendorRead: number;
  /** At the channels to people. */
  readonly message: number;
  readonly only?: 'I/O';
}

/** Something that is away for everybody. */
export interface Outage {
  readonly of: 'store' | 'vendor';
  readonly until: Instant;
}

/** Whose I/O it is, and when. */
export interface Striker {
  readonly now: Instant;
  /** In the step that sends. */
  readonly nearSend: boolean;
  /** The run that the step serves. */
  readonly serves: string | undefined;
}

/** Says for each I/O, in the order in which they happen, whether it goes wrong. */
export interface FaultSource {
  next(reach: Reach, by: Striker): Fault | undefined;
  /** The next I/O of the step that serves this run is paused for so long. */
  hold(runId: string, amount: Milliseconds): void;
  /** From now on that part of the world is away, until the outage is over or faults end. */
  begin(outage: Outage): void;
  /** From now on nothing goes wrong any more. */
  end(): void;
  injected(): readonly Fault[];
}

const AMOUNTS = [2 * SECOND, 20 * SECOND, 50 * SECOND, 3 * MINUTE, 14 * MINUTE, HOUR];
/** An I/O may take longer than it should. What stands still for longer than a signature lives is no fault of an I/O. */
const SHORT_AMOUNTS = [2 * SECOND];

/** Faults by chance: at `any` for each I/O, and more often at the few that matter most, the sends and what is around them. */
export function makeRandomFaults(chance: Chance, rates: FaultRates): FaultSource {
  const ofReach = Object.fromEntries(
    Object.entries(FAULTS).map(([reach, names]: [string, readonly FaultName[]]) => [
      reach,
      rates.only === 'I/O' ? names.filter((name) => !BEYOND_IO.has(name)) : names,
    ]),
  );
  const amounts = rates.only === 'I/O' ? SHORT_AMOUNTS : AMOUNTS;
  return makeSource((io, reach, nearSend) => {
    const rate = rateOf(rates, reach, nearSend);
    if (chance.next() >= rate) return undefined;
    const fault = chance.pick(ofReach[reach] ?? []);
    return { io, reach, fault, amount: chance.pick(amounts) };
  });
}

function rateOf(rates: FaultRates, reach: Reach, nearSend: boolean): number {
  if (reach === 'send') return rates.send;
  if (reach === 'message') return rates.message;
  if (nearSend) return rates.nearSend;
  return reach === 'vendor read' ? rates.vendorRead : rates.any;
}

/** Exactly these faults: to replay, to shrink, to enumerate. A fault that does not suit its I/O is left out. */
export function makeScriptedFaults(script: readonly Fault[]): FaultSource {
  const byNumber = new Map(script.map((fault) => [fault.io, fault]));
  return makeSource((io, reach) => {
    const fault = byNumber.get(io);
    const suits = fault !== undefined && (FAULTS[reach] as readonly FaultName[]).includes(fault.fault);
    return suits ? { ...fault, reach } : undefined;
  });
}

function makeSource(choose: (io: number, reach: Reach, nearSend: boolean) => Fault | undefined): FaultSource {
  const injected: Fault[] = [];
  const outages: Outage[] = [];
  const holds = new Map<string, Milliseconds>();
  let io = 0;
  let ended = false;
  return {
    next(reach, { now, nearSend, serves }) {
      if (ended) return undefined;
      io += 1;
      const away = outages.find((outage) => now < outage.until && AWAY[outage.of][reach] !== undefined);
      const fault = away === undefined ? undefined : AWAY[away.of][reach];
      if (fault !== undefined) return { io, reach, fault, amount: 0 };
      const held = serves === undefined ? undefined : holds.get(serves);
      if (held !== undefined && PAUSABLE.has(reach)) {
        holds.delete(serves ?? '');
        return { io, reach, fault: 'pause before', amount: held };
      }
      const chosen = choose(io, reach, nearSend);
      if (chosen !== undefined) injected.push(chosen);
      return chosen;
    },
    begin: (outage) => void outages.push(outage),
    hold: (runId, amount) => void holds.set(runId, amount),
    end() {
      ended = true;
    },
    injected: () => injected,
  };
}

const PAUSABLE: ReadonlySet<Reach> = new Set(['read', 'transact', 'vendor read', 'send']);

/** How an I/O of each kind fails while the other side is away. */
const AWAY: Readonly<Record<Outage['of'], Readonly<Partial<Record<Reach, FaultName>>>>> = {
  store: { read: 'unavailable', transact: 'unavailable' },
  vendor: { 'vendor read': 'throttle', send: 'throttle' },
};
