import type { Executions, LogLine, Ports, Settings } from '../steps/ports.ts';
import type { Store } from '../store/store.ts';
import { makeMessenger } from './messenger.ts';
import { makeProcessChannel, type Tried } from './simulation/process-channel.ts';
import { makeProcessRedis, type SimulatedVendor } from './simulation/process-redis.ts';
import { type LastWritten, makeProcessStore } from './simulation/process-store.ts';
import type { SimulatedProcess } from './simulation/simulated-process.ts';

/** What a simulated process said to the outside, once it was heard. */
export interface Told {
  readonly what: 'closed' | 'settled' | 'message' | 'token' | 'unheard';
  readonly runId: string;
  readonly outcome: string;
}

/** What all processes of one simulated Offpeak share: the vendor, the store behind all, chance, and who listens. */
export interface SimulatedShare {
  readonly store: Store;
  readonly lastWritten: LastWritten;
  readonly vendor: SimulatedVendor;
  readonly settings: Settings;
  readonly random: () => number;
  readonly unique: () => string;
  readonly told: (told: Told) => void;
  /** Told of each try to tell people, as it reaches their channel. */
  readonly tried: (tried: Tried) => void;
  readonly logged: (process: SimulatedProcess, level: 'info' | 'warn', line: LogLine) => void;
}

/**
 * The third composition: the very steps, store and client of the product for one process of a simulated world.
 *
 * Whatever it reaches out for goes through the process, where it can be held up, lost, or be the last thing it does. It
 * awaits no timer and no turn of the event loop: time is the world's, and stands still while anything can still happen.
 */
export function makeSimulatedPorts(
  process: SimulatedProcess,
  share: SimulatedShare,
  executions: Executions,
): Ports {
  const { random, unique, settings } = share;
  const redis = makeProcessRedis({ process, vendor: share.vendor, random });
  const announce = (what: Told['what'], run: { runId: string; outcome?: string | undefined }) =>
    process.reach(
      'announcer',
      `announce ${what}`,
      async () => share.told({ what, runId: run.runId, outcome: run.outcome ?? '' }),
      () => new Error('the bus did not answer'),
    );
  return {
    store: makeProcessStore(process, share.store, share.lastWritten),
    clock: process.clock,
    redis: () => redis,
    executions,
    announcer: {
      closed: (run) => announce('closed', run),
      settled: (run) => announce('settled', run),
      message: (run) => announce('message', run),
      answerToken: async (_token, run) => {
        await announce('token', run);
        return true;
      },
      unheard: (run) => announce('unheard', run),
      refuseToken: async () => true,
    },
    messenger: makeMessenger({
      channel: (_entry, { kind }) => makeProcessChannel(process, kind, share.tried),
      language: 'en',
    }),
    log: {
      info: (line) => share.logged(process, 'info', line),
      warn: (line) => share.logged(process, 'warn', line),
    },
    unique,
    random,
    settings,
  };
}
