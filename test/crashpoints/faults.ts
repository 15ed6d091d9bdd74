import { DEEDS, type Deed } from './deeds.ts';

/** What can happen to one input or output of a process. */
export const FAULT_KINDS = [
  'crash before',
  'crash after',
  'answer lost',
  'throttled',
  'step twice',
  'stalled',
  'executed late',
  ...DEEDS,
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One fault at the I/O of that number, counted from 0 over all processes of a case. */
export interface Fault {
  readonly at: number;
  readonly kind: FaultKind;
}

/** One input or output as it was seen. */
export interface Io {
  readonly place: 'store' | 'vendor' | 'send' | 'journal' | 'announcer' | 'message';
  readonly call: string;
  /** True where a step of the workflow was under way, so that it can be delivered twice. */
  readonly inStep: boolean;
  /** False for a read. */
  readonly changes: boolean;
  /** True while a run is accepted and not closed: only then is there something to cancel. */
  readonly open: boolean;
  /** True while a closed run holds its lease: only then is there something to acknowledge. */
  readonly held: boolean;
}

/**
 * The faults that differ from each other at this I/O. A read changes nothing: to die after it is to die before the next
 * I/O, and to lose its answer is to be refused it. A journal that fails ends its process.
 */
export function kindsAt({ place, inStep, changes, open, held }: Io): readonly FaultKind[] {
  const kinds: Readonly<Record<FaultKind, boolean>> = {
    'crash before': true,
    'crash after': changes,
    'answer lost': changes && place !== 'journal',
    throttled: place !== 'journal',
    'step twice': inStep,
    stalled: true,
    'executed late': place === 'send',
    'a stop here': true,
    'a freeze here': true,
    'a cancel here': open,
    'an acknowledgement here': held,
  };
  return FAULT_KINDS.filter((kind) => kinds[kind]);
}

export const isDeed = (kind: FaultKind): kind is Deed => DEEDS.some((deed) => deed === kind);

/** Counts the I/Os of a case and says which fault meets each. */
export interface Injector {
  next(io: Io): FaultKind | undefined;
  seen(): readonly Io[];
}

export function makeInjector(faults: readonly Fault[]): Injector {
  const seen: Io[] = [];
  return {
    next(io) {
      const number = seen.push(io) - 1;
      return faults.find(({ at }) => at === number)?.kind;
    },
    seen: () => seen,
  };
}
