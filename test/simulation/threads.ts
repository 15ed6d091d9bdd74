import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Caught } from './catch-mutant.ts';
import type { NightSummary } from './nights/night-summary.ts';
import type { Weather } from './nights/world.ts';

/** Work for a thread: nights from a seed on, or one mutant. */
export type Task =
  | {
      readonly work: 'nights';
      readonly seed: number;
      readonly nights: number;
      readonly weather: Weather;
    }
  | { readonly work: 'mutant'; readonly name: string; readonly seed: number; readonly most: number };

/** What a thread answers to a task. */
export interface Answers {
  readonly nights: readonly NightSummary[];
  readonly mutant: Caught | undefined;
}

/** Threads that do one task each at a time. */
export interface Threads {
  readonly count: number;
  ask<Work extends Task['work']>(task: Extract<Task, { work: Work }>): Promise<Answers[Work]>;
  end(): Promise<void>;
}

/** The young generation of a thread: nights leave much behind that dies at once. */
const YOUNG_MEGABYTES = 64;

/** Starts a thread for each core, or so many. */
export function startThreads(count: number = availableParallelism()): Threads {
  const workers = Array.from(
    { length: count },
    () =>
      new Worker(new URL('./worker.ts', import.meta.url), {
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
      }),
  );
  const free = [...workers];
  const waiting: ((worker: Worker) => void)[] = [];
  const take = (): Promise<Worker> => {
    const worker = free.pop();
    return worker ? Promise.resolve(worker) : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (worker: Worker) => {
    const next = waiting.shift();
    if (next === undefined) free.push(worker);
    else next(worker);
  };
  return {
    count,
    async ask(task) {
      const worker = await take();
      const answered = once(worker, 'message');
      worker.postMessage(task);
      const [answer] = await answered;
      giveBack(worker);
      return answer;
    },
    async end() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Nights that one task of a thread takes. */
const NIGHTS_AT_ONCE = 100;

/** One night after the other, from that seed on: lived through on all threads, given in the order of their seeds. */
export async function* nightsOn(
  threads: Threads,
  { seed, weather }: { seed: number; weather: Weather },
): AsyncGenerator<NightSummary> {
  const ahead: Promise<readonly NightSummary[]>[] = [];
  let next = seed;
  for (;;) {
    while (ahead.length < threads.count + 1) {
      ahead.push(threads.ask({ work: 'nights', seed: next, nights: NIGHTS_AT_ONCE, weather }));
      next += NIGHTS_AT_ONCE;
    }
    const [first] = ahead;
    if (first === undefined) return;
    yield* await first;
    ahead.shift();
  }
}
