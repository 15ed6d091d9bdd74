import type { Channel, Message } from '../notify/channel.ts';
import type { Notice } from '../notify/notice.ts';
import type { NamedChannel } from '../plan/notify.ts';
import type { Account, NotifyTarget } from '../plan/plan.ts';
import type { Run } from '../protocol/run.ts';
import type { Store } from '../store/store.ts';
import type { Clock, Milliseconds } from '../time/clock.ts';
import type { Redis } from '../volcengine/redis.ts';

/** Everything that a step may touch. Constructed in `shared/runtime` and nowhere else. */
export interface Ports {
  readonly store: Store;
  readonly clock: Clock;
  /** The vendor, as this account. Never throws: an account whose secret cannot be read is one whose reads fail. */
  readonly redis: (account: Account) => Redis;
  readonly executions: Executions;
  readonly announcer: Announcer;
  readonly messenger: Messenger;
  readonly log: Log;
  /** None where nothing is counted: on one machine, and in simulation. */
  readonly metrics?: Metrics;
  /** A value that no other call ever gets. */
  readonly unique: () => string;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly settings: Settings;
}

/** What the deployment decides, not the plan. */
export interface Settings {
  /** Part of every run's id, so that two deployments never share one. */
  readonly deployment: string;
  /** The life that a SwitchOver is signed with. 900 s until the gateway is proven to honour less. */
  readonly signatureLife: Milliseconds;
  readonly requestTimeout: Milliseconds;
}

/** The workflow's executions, as the platform or the embedded engine runs them. */
export interface Executions {
  /** Starts the execution named after the run. `false` when that name was used already: the run was started before. */
  start(runId: string): Promise<boolean>;
  /** Best effort: an execution that has ended stays as it is. */
  stop(executor: string, cause: string): Promise<void>;
  /** The executor that the execution named after the run is, or would be. */
  named(runId: string): string;
  /** `undefined` where the platform does not know it (any more). */
  status(executor: string): Promise<'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | undefined>;
}

/** Tells the world what a run came to. Every method throws when the delivery failed; the outbox then tries again. */
export interface Announcer {
  /** The bus event of a closed run (PROTOCOL, table B). */
  closed(run: Run): Promise<void>;
  /** The event of a hold that was settled or acknowledged. */
  settled(run: Run): Promise<void>;
  /** The message to people, for an outcome that needs them at once. */
  message(run: Run): Promise<void>;
  /** Answers a waiting workflow: success with the outcome, failure with its name. `false` where the token has expired. */
  answerToken(token: string, run: Run): Promise<boolean>;
  /** The event of a workflow that no longer waited when it was answered: the record stands, and nobody acts on it. */
  unheard(run: Run): Promise<void>;
  /**
   * Fails the task of a workflow whose request was refused. `false` where the token has expired. Throws `AnswerDenied`
   * where the platform will never take it.
   */
  refuseToken(token: string, refusal: { readonly error: string; readonly cause: string }): Promise<boolean>;
}

/** How people are told: the channels behind the names of a plan, and the words. */
export interface Messenger {
  /** Always a channel: one that cannot be used, because its secret is missing say, answers so when it is to send. */
  channel(entry: string, named: NamedChannel): Channel;
  /** The words, in the languages of the entry; instants in `zone` (IANA). */
  write(
    notice: Notice,
    to: { readonly languages: NotifyTarget['languages']; readonly zone: string },
  ): Message;
}

/** One structured line. `code` and `data` are a decision's own; never a secret, a header or a signature. */
export interface LogLine {
  readonly runId?: string;
  readonly what: string;
  readonly code?: string;
  readonly data?: { readonly [name: string]: unknown };
}

export interface Log {
  info(line: LogLine): void;
  warn(line: LogLine): void;
}

/** Counts in aggregates. Never twice for one thing, and best effort: a count is a sign, the record is the truth. */
export interface Metrics {
  /** A run has ended, and whoever calls this has announced it. */
  closed(run: Run): void;
  /** So many runs do not get on. */
  stuck(count: number): void;
  /** A message did not reach its channel in a week, and is tried no more. */
  givenUp(runId?: string): void;
  /** So many dead letters have lain in their queue for a quarter of an hour, and could not be recorded in this pass. */
  lettersLeft(count: number): void;
}

/** What a step is told of its own invocation. */
export interface Frame {
  /** Time left in this invocation. */
  remaining(): Milliseconds;
}
