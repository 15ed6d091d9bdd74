import type { Clock } from '../time/clock.ts';
import type { Execution, HistoryEvent, Journal } from './engine.ts';
import { ERRORS, failure } from './failure.ts';
import type { NewEvent } from './frame.ts';
import { advance, BEGINNING, type Progress } from './history.ts';
import { Interruption } from './invoke.ts';

/** The service ends an execution with this event, whatever it was doing. */
export const HISTORY_LIMIT = 25_000;

/** An event before it has its number and its instant; without a state it is of the whole execution. */
export type StateEvent = NewEvent & { readonly state?: string };

/** The history of one execution while it is written: in the journal first, and only then followed. */
export class HistoryWriter {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #startAt: string;
  #execution: Execution;
  #progress: Progress = BEGINNING;

  constructor(
    { journal, clock, startAt }: { journal: Journal; clock: Clock; startAt: string },
    execution: Execution,
    events: readonly HistoryEvent[],
  ) {
    this.#journal = journal;
    this.#clock = clock;
    this.#startAt = startAt;
    this.#execution = execution;
    for (const event of events) this.#follow(event);
  }

  /** As the last event left it. */
  get execution(): Execution {
    return this.#execution;
  }

  /** Where the last event left it. */
  get progress(): Progress {
    return this.#progress;
  }

  /**
   * Writes events, and with them the end where they are its last. Where the history has no room for them the execution
   * fails with the limit as its last event; then this throws `Interruption`.
   */
  async append(events: readonly StateEvent[], end?: Partial<Execution>): Promise<void> {
    const room = HISTORY_LIMIT - 1 - this.#progress.lastId;
    if (end !== undefined || events.length <= room) return this.commit(events.slice(-(room + 1)), end);
    const why = failure(
      ERRORS.runtime,
      `The execution reached the maximum number of history events (${HISTORY_LIMIT}).`,
    );
    const failed = { type: 'ExecutionFailed', data: why };
    await this.commit([...events.slice(0, room), failed], { status: 'FAILED', ...why });
    throw new Interruption();
  }

  /** Writes events whatever room there is: the abortion, which nothing may keep out. */
  async commit(events: readonly StateEvent[], end?: Partial<Execution>): Promise<void> {
    const at = this.#clock.now();
    const { lastId } = this.#progress;
    const numbered = events.map(
      (event, index): HistoryEvent => ({ id: lastId + 1 + index, type: event.type, at, ...partsOf(event) }),
    );
    const change = end === undefined ? undefined : { ...end, stoppedAt: at };
    await this.#journal.append(this.#execution.name, numbered, change);
    for (const event of numbered) this.#follow(event);
    if (change !== undefined) this.#execution = { ...this.#execution, ...change };
  }

  #follow(event: HistoryEvent): void {
    const first = { next: this.#startAt, input: this.#execution.input };
    this.#progress = advance(this.#progress, event, first);
  }
}

const partsOf = ({ state, data }: StateEvent) => ({
  ...(state === undefined ? {} : { state }),
  ...(data === undefined ? {} : { data }),
});
