import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { enumerate, pairs, singles } from './enumerate.ts';
import { SCENARIOS } from './scenarios.ts';

/** One scenario in a thread of its own: the cases need no company. */
const { name, mode } = z.object({ name: z.string(), mode: z.enum(['singles', 'pairs']) }).parse(workerData);
const scenario = SCENARIOS.find((one) => one.name === name);
if (scenario === undefined) throw new Error(`There is no scenario '${name}'.`);
parentPort?.postMessage(await enumerate(scenario, mode === 'pairs' ? pairs : singles));
