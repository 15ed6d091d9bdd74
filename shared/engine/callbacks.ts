import type { Clock, Instant } from '../time/clock.ts';
import { EngineClosed } from './errors.ts';
import type { Failure } from './failure.ts';

/** What somebody outside answers to a task token: as SendTaskSuccess, or as SendTaskFailure. */
export type TaskAnswer = { readonly output: unknown } | { readonly failure: Failure };

interface Waiting {
  readonly answered: PromiseWithResolvers<TaskAnswer>;
  readonly heard: PromiseWithResolvers<boolean>;
  given: boolean;
  lastBeat: Instant | undefined;
}

/** The tokens that one execution waits with, and the answers that come for them. */
export class Callbacks {
  readonly #waiting = new Map<string, Waiting>();
  readonly #clock: Pick<Clock, 'now'>;
  readonly #waitsWith: (token: string) => boolean;

  /** `waitsWith`: whether the execution waits with this token, as its history stands. */
  constructor(clock: Pick<Clock, 'now'>, waitsWith: (token: string) => boolean) {
    this.#clock = clock;
    this.#waitsWith = waitsWith;
  }

  /** Resolves with the first answer to the token, also with one that came before anybody asked. */
  answerTo(token: string): Promise<TaskAnswer> {
    return this.#of(token).answered.promise;
  }

  /**
   * Hands an answer in. True once it is part of the history; false where nobody waits with the token (any more), another
   * answer came before, or the wait ended without it.
   */
  give(token: string, answer: TaskAnswer): Promise<boolean> {
    if (!this.#waitsWith(token)) return Promise.resolve(false);
    const waiting = this.#of(token);
    if (waiting.given) return Promise.resolve(false);
    waiting.given = true;
    waiting.answered.resolve(answer);
    return waiting.heard.promise;
  }

  /** A sign of life from whoever has the token. False where nobody waits with it (any more). */
  beat(token: string): boolean {
    const waits = this.#waitsWith(token);
    if (waits) this.#of(token).lastBeat = this.#clock.now();
    return waits;
  }

  /** The last sign of life of whoever has the token, in this process. */
  lastBeat(token: string): Instant | undefined {
    return this.#waiting.get(token)?.lastBeat;
  }

  /** The wait is over, with the answer or without. */
  over(token: string, heard: boolean): void {
    this.#waiting.get(token)?.heard.resolve(heard);
    this.#waiting.delete(token);
  }

  /** The execution ended, or this process drives it no further: then whoever answered must answer again. */
  end(execution: string, ended: boolean): void {
    for (const [token, { heard }] of this.#waiting) {
      if (ended) heard.resolve(false);
      else heard.reject(new EngineClosed(`hear an answer for ${execution}`));
      this.#waiting.delete(token);
    }
  }

  #of(token: string): Waiting {
    const known = this.#waiting.get(token);
    if (known !== undefined) return known;
    const fresh: Waiting = {
      answered: Promise.withResolvers<TaskAnswer>(),
      heard: Promise.withResolvers<boolean>(),
      given: false,
      lastBeat: undefined,
    };
    // Nobody may be listening when the engine closes.
    fresh.heard.promise.catch(() => undefined);
    this.#waiting.set(token, fresh);
    return fresh;
  }
}

/** A token that names its execution, so that an answer finds it; `unique` makes it one that nobody else can have. */
export function tokenFor(execution: string, unique: string): string {
  return Buffer.from(JSON.stringify([execution, unique]), 'utf8').toString('base64url');
}

/** The execution that a token was made for; `undefined` for a text that is no token of this engine. */
export function executionOf(token: string): string | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    const [execution] = Array.isArray(parts) && parts.length === 2 ? parts : [];
    return typeof execution === 'string' ? execution : undefined;
  } catch {
    return undefined;
  }
}
