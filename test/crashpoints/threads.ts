import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Tally } from './enumerate.ts';
import { type Slice, tallySchema } from './slices.ts';

/** Plays the slices in as many threads as there are cores, the next one wherever one has ended, and tells of each. */
export async function inThreads(
  slices: readonly Slice[],
  played: (slice: Slice, tally: Tally) => void,
): Promise<void> {
  const left = [...slices];
  const thread = async () => {
    const worker = new Worker(join(import.meta.dirname, 'worker.ts'), {
      resourceLimits: { maxYoungGenerationSizeMb: 64 },
    });
    try {
      for (let slice = left.shift(); slice !== undefined; slice = left.shift()) {
        worker.postMessage(slice);
        // An error of the thread rejects this wait.
        const [answer] = await once(worker, 'message');
        played(slice, tallySchema.parse(answer));
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), slices.length) }, thread));
}
