import type { Instant } from '../time/clock.ts';

/** Something that the endpoint did to an instance: one entry for each accepted SwitchOver that was executed, and for each failover. */
export interface Executed {
  readonly effect: 'SwitchOver' | 'Failover';
  readonly at: Instant;
  readonly instanceId: string;
  /** The nodes that are to become primary, in the order asked for. */
  readonly nodeIds: readonly string[];
  readonly clientToken?: string;
  /** The request that asked for it; a failover has none. */
  readonly requestId?: string;
}

/** How an answer left: at once, not at all (the connection broke, or nothing ever came), cut in half, or kept for later. */
type Delivery = 'now' | 'dropped' | 'never' | 'garbled' | 'held';

/** What a caller was told. Says nothing about what was executed. */
export interface Answered {
  readonly at: Instant;
  readonly action: string;
  readonly requestId: string;
  /** The first characters of the access key id; enough to tell callers apart. */
  readonly caller: string;
  readonly delivery: Delivery;
  /** Absent where nothing was sent. */
  readonly httpStatus?: number;
  /** The error code, where the answer is one. */
  readonly code?: string;
  readonly instanceId?: string;
}

/** An entry of either log, for whoever watches. */
export type LogEntry = { readonly executed: Executed } | { readonly answered: Answered };

/** The two logs: what was executed, and apart from it what was answered. */
export interface Log {
  executed(): readonly Executed[];
  answered(): readonly Answered[];
  noteExecuted(entry: Executed): void;
  noteAnswered(entry: Answered): void;
}

export function makeLog(watch: (entry: LogEntry) => void): Log {
  const executed: Executed[] = [];
  const answered: Answered[] = [];
  return {
    executed: () => [...executed],
    answered: () => [...answered],
    noteExecuted(entry) {
      executed.push(entry);
      watch({ executed: entry });
    },
    noteAnswered(entry) {
      answered.push(entry);
      watch({ answered: entry });
    },
  };
}
