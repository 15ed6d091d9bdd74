import { HOUR, MINUTE, type Milliseconds, SECOND } from '../../../shared/time/clock.ts';
import type { Chance } from './chance.ts';

/** What a process reaches out of itself for. */
export type Reach = 'read' | 'transact' | 'vendor read' | 'send' | 'journal' | 'execution' | 'announcer';

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
} as const satisfies Record<Reach, readonly string[]>;

export type FaultName = (typeof FAULTS)[Reach][number];

/** A fault at the I/O of that number. `amount`: how long a pause or a delay is. */
export interface Fault {
  readonly io: number;
  readonly reach: Reach;
  readonly fault: FaultName;
  readonly amount: Milliseconds;
}

/** Says for each I/O, in the order in which they happen, whether it goes wrong. */
export interface FaultSource {
  next(reach: Reach): Fault | undefined;
  /** From now on nothing goes wrong any more. */
  end(): void;
  injected(): readonly Fault[];
}

const AMOUNTS = [2 * SECOND, 20 * SECOND, 50 * SECOND, 3 * MINUTE, 14 * MINUTE, HOUR];

/** Faults by chance: at `rate` for each I/O, and more often at the few that matter most, the sends. */
export function makeRandomFaults(chance: Chance, rate: { any: number; send: number }): FaultSource {
  return makeSource((io, reach) => {
    const [whether, which, amount] = [chance.next(), chance.next(), chance.next()];
    if (whether >= (reach === 'send' ? rate.send : rate.any)) return undefined;
    const names: readonly FaultName[] = FAULTS[reach];
    const fault = names[Math.floor(which * names.length)];
    return fault && { io, reach, fault, amount: AMOUNTS[Math.floor(amount * AMOUNTS.length)] ?? SECOND };
  });
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

function makeSource(choose: (io: number, reach: Reach) => Fault | undefined): FaultSource {
  const injected: Fault[] = [];
  let io = 0;
  let ended = false;
  return {
    next(reach) {
      if (ended) return undefined;
      io += 1;
      const fault = choose(io, reach);
      if (fault !== undefined) injected.push(fault);
      return fault;
    },
    end() {
      ended = true;
    },
    injected: () => injected,
  };
}
