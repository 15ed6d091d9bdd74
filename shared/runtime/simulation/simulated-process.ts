import type { Clock, Instant } from '../../time/clock.ts';
import type { Chance } from './chance.ts';
import type { Fault, FaultName, FaultSource, Reach } from './faults.ts';
import { makeSkewedClock, type Skew } from './skewed-clock.ts';
import type { Timeline } from './timeline.ts';

/** What all processes of a world share. */
export interface Surroundings {
  readonly timeline: Timeline;
  readonly faults: FaultSource;
  readonly chance: Chance;
  /** One line of the world's story, and of its hash. */
  readonly tell: (process: string, what: string) => void;
  /** I/Os of living processes that have begun and not ended. */
  underWay: number;
  /** Told of each fault, whom it struck, and at what. */
  readonly struck: (process: SimulatedProcess, reach: Reach, fault: FaultName | 'conflict') => void;
}

/** The platform's own word for an invocation that died. */
export class ProcessDied extends Error {
  override readonly name = 'Runtime.ExitError';
}

const never = <T>(): Promise<T> => new Promise(() => undefined);

/**
 * A process: everything that it does to the world goes through `reach`, where it can be held up, fail or die.
 *
 * Once dead it acts no more: whoever awaits one of its ports awaits for ever, and no abandoned promise does anything.
 */
export class SimulatedProcess {
  readonly name: string;
  readonly clock: Clock;
  /** The run that a step's invocation is for; due, settle and callers have none. */
  readonly serves: string | undefined;
  /** Rejects with `ProcessDied`. */
  readonly death: Promise<never>;
  readonly #around: Surroundings;
  readonly #host: SimulatedProcess | undefined;
  readonly #reject: (reason: ProcessDied) => void;
  /** The true time at which it last read a run's own record. */
  lookedAt: Instant = 0;
  #alive = true;

  constructor(name: string, around: Surroundings, skew: Skew, host?: SimulatedProcess, serves?: string) {
    this.name = name;
    this.serves = serves;
    this.#around = around;
    this.#host = host;
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => undefined);
    this.death = promise;
    this.#reject = reject;
    const clock = host?.clock ?? makeSkewedClock(around.timeline, skew);
    this.clock = {
      now: () => clock.now(),
      sleepUntil: async (at, signal) => {
        await clock.sleepUntil(at, signal);
        await this.present();
      },
    };
  }

  get alive(): boolean {
    return this.#alive && (this.#host?.alive ?? true);
  }

  /** A thread of the same process: it dies with its host, and its host with it. */
  thread(name: string, serves?: string): SimulatedProcess {
    return new SimulatedProcess(name, this.#around, NO_SKEW, this, serves);
  }

  /** Notes a fault that this process met. */
  struck(fault: FaultName | 'conflict', reach: Reach): void {
    this.#around.struck(this, reach, fault);
  }

  die(): void {
    this.#alive = false;
    this.#reject(new ProcessDied(`${this.name} died`));
    this.#host?.die();
  }

  /** Resolves while the process lives. */
  present(): Promise<void> {
    return this.alive ? Promise.resolve() : never();
  }

  /**
   * One I/O. `perform` does it and is told of a fault that is its own to act out; `lost` is the error of an answer that
   * does not come.
   */
  async reach<T>(
    reach: Reach,
    what: string,
    perform: (fault: Fault | undefined) => Promise<T>,
    lost: (fault: Fault) => Error,
  ): Promise<T> {
    if (!this.alive) return never();
    this.#around.underWay += 1;
    try {
      const result = await this.#act(reach, what, perform, lost);
      if (this.alive) return result as T;
    } finally {
      this.#around.underWay -= 1;
    }
    return never();
  }

  /** What it gives is worth nothing when the process has died. */
  async #act<T>(
    reach: Reach,
    what: string,
    perform: (fault: Fault | undefined) => Promise<T>,
    lost: (fault: Fault) => Error,
  ): Promise<T | undefined> {
    const { timeline, faults, chance, tell } = this.#around;
    const fault = faults.next(reach, {
      now: timeline.now(),
      nearSend: this.name.startsWith('SwitchOver'),
      serves: this.serves,
    });
    // Whether a stale answer is another than the fresh one shows only where it is given.
    if (fault !== undefined && fault.fault !== 'stale') this.struck(fault.fault, reach);
    tell(this.name, fault === undefined ? what : `${what} ← ${fault.fault}`);
    await timeline.sleep(chance.between(1, reach === 'vendor read' || reach === 'send' ? 80 : 12));
    if (fault?.fault === 'crash before') this.die();
    if (fault?.fault === 'pause before') await timeline.sleep(fault.amount);
    if (!this.alive) return undefined;
    if (fault?.fault === 'unavailable') throw lost(fault);
    const result = await perform(fault);
    if (fault?.fault === 'crash after') this.die();
    if (fault?.fault === 'pause after') await timeline.sleep(fault.amount);
    if (!this.alive) return undefined;
    if (fault?.fault === 'lost answer') throw lost(fault);
    return result;
  }

  trueNow(): Instant {
    return this.#around.timeline.now();
  }
}

const NO_SKEW: Skew = { offset: 0, rate: 0, most: 0 };
