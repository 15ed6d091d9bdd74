import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPlan } from '../runtime/plan-text.ts';
import { temporaryFolder } from '../runtime/temporary-folder.ts';
import { offpeak } from './processes.ts';
import type { Surroundings } from './program.ts';
import {
  type EndpointProcess,
  endpointOf,
  endpointWords,
  type ServiceProcess,
  serviceOf,
  serviceWords,
} from './running.ts';

/** A change that takes a second instead of twelve: what is waited for here is real time. */
const QUICK_SEED = `
region: cn-beijing
credentials:
  - { accessKeyId: AKLTPRACTICE, secretKey: practice-only }
instances:
  - { id: redis-practice-solo, zones: [cn-beijing-a, cn-beijing-b] }
  - { id: redis-practice-fleet, shards: 12, zones: [cn-beijing-a, cn-beijing-b] }
operations: { tasks: false }
timings: { statusAfter: 100ms, swapAfter: 300ms, change: 1s }
`;

/** A folder with a plan whose window is open now, and a seed. */
export function deskWith(
  plan = openPlan(Date.now()),
  folder = temporaryFolder(),
): {
  folder: string;
  planPath: string;
  seedPath: string;
} {
  const [planPath, seedPath] = [join(folder, 'plan.yaml'), join(folder, 'seed.yaml')];
  writeFileSync(planPath, plan);
  writeFileSync(seedPath, QUICK_SEED);
  return { folder, planPath, seedPath };
}

/** Starts the local endpoint as a process, for one test. */
export const endpointProcess = ({
  folder,
  seedPath,
}: {
  folder: string;
  seedPath: string;
}): Promise<EndpointProcess> => endpointOf(offpeak(endpointWords(seedPath), { folder }));

/** Starts `serve --practice` against an endpoint that runs, for one test, over one store in the folder. */
export const servePractice = (
  { folder, planPath }: { folder: string; planPath: string },
  endpointUrl: string,
  surroundings: Partial<Surroundings> = {},
): Promise<ServiceProcess> =>
  serviceOf(offpeak(serviceWords(planPath, endpointUrl), { folder, ...surroundings }), folder);
