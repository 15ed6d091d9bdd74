import { parentPort } from 'node:worker_threads';
import { scenarioNamed } from './scenarios.ts';
import { playSlice, sliceSchema } from './slices.ts';

/** Plays one slice after another, for as long as it is given some. */
parentPort?.on('message', async (message: unknown) => {
  const slice = sliceSchema.parse(message);
  parentPort?.postMessage(await playSlice(scenarioNamed(slice.scenario), slice));
});
