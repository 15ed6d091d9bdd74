import { parentPort } from 'node:worker_threads';
import { catchMutant } from './catch-mutant.ts';
import { MUTANTS, mutantNamed } from './mutants.ts';
import { liveOne, type NightSummary } from './nights/night-summary.ts';
import type { Answers, Task } from './threads.ts';

/** One thread: does a task at a time, and answers with what came of it. */
async function answerTo(task: Task): Promise<Answers[Task['work']]> {
  if (task.work === 'mutant') {
    const mutant = mutantNamed(task.name);
    if (mutant === undefined) throw new Error(`There is no mutant '${task.name}' among ${MUTANTS.length}.`);
    return await catchMutant(mutant, task.seed, task.most);
  }
  const nights: NightSummary[] = [];
  for (let seed = task.seed; seed < task.seed + task.nights; seed += 1) {
    nights.push(await liveOne(seed, task.weather));
    if (nights.at(-1)?.violations.length !== 0) break;
  }
  return nights;
}

parentPort?.on('message', async (task: Task) => parentPort?.postMessage(await answerTo(task)));
