import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { openPlan } from '../runtime/plan-text.ts';
import { temporaryFolder } from '../runtime/temporary-folder.ts';
import { offpeak, type Program, type Surroundings } from './processes.ts';

const record = z.record(z.string(), z.unknown());

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
export function deskWith(plan = openPlan(Date.now())): {
  folder: string;
  planPath: string;
  seedPath: string;
} {
  const folder = temporaryFolder();
  const [planPath, seedPath] = [join(folder, 'plan.yaml'), join(folder, 'seed.yaml')];
  writeFileSync(planPath, plan);
  writeFileSync(seedPath, QUICK_SEED);
  return { folder, planPath, seedPath };
}

/** The local endpoint as a process, and its control plane. */
export interface EndpointProcess {
  readonly url: string;
  readonly program: Program;
  arm(fault: Readonly<Record<string, unknown>>): Promise<void>;
  /** The SwitchOvers that it executed. */
  executed(): Promise<readonly unknown[]>;
  /** The names of all actions that it was asked for. */
  asked(): Promise<readonly string[]>;
}

export async function endpointProcess({ folder, seedPath }: { folder: string; seedPath: string }) {
  const program = offpeak(['endpoint', '--json', '--seed', seedPath], { folder });
  const url = String((await program.line('url')).url);
  const read = async (what: string): Promise<readonly Record<string, unknown>[]> => {
    const answer = await fetch(`${url}/practice/${what}`);
    return z.record(z.string(), z.array(record)).parse(await answer.json())[what] ?? [];
  };
  const endpoint: EndpointProcess = {
    url,
    program,
    async arm(fault) {
      const armed = await fetch(`${url}/practice/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
      if (!armed.ok) throw new Error(await armed.text());
    },
    executed: async () => (await read('executed')).filter(({ effect }) => effect === 'SwitchOver'),
    asked: async () => (await read('answered')).map(({ action }) => String(action)),
  };
  return endpoint;
}

/** A running `serve`, and its HTTP API. */
export interface ServiceProcess {
  readonly program: Program;
  readonly resumed: readonly string[];
  ask(route: string, init?: RequestInit): Promise<Response>;
  /** Asks for a run and returns the answer. */
  start(key: string, body?: Readonly<Record<string, unknown>>): Promise<Response>;
  /** A run as the API shows it. */
  run(location: string): Promise<Record<string, unknown>>;
}

/** Starts `serve --practice` against an endpoint that runs, over one store in the folder. */
export async function servePractice(
  { folder, planPath }: { folder: string; planPath: string },
  endpointUrl: string,
  surroundings: Partial<Surroundings> = {},
): Promise<ServiceProcess> {
  const words = [
    'serve',
    planPath,
    '--practice',
    '--endpoint',
    endpointUrl,
    '--store',
    'store.sqlite',
    '--json',
  ];
  const program = offpeak(words, { folder, ...surroundings });
  const { url, resumed } = await program.line('url');
  const token = readFileSync(join(folder, 'store.sqlite.token'), 'utf8');
  const ask = (route: string, init: RequestInit = {}) =>
    fetch(`${String(url)}${route}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers },
    });
  return {
    program,
    resumed: Array.isArray(resumed) ? resumed.map(String) : [],
    ask,
    start: (key, body) =>
      ask('/v1/runs', {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: JSON.stringify({ instance: 'redis-practice-solo', when: 'now', reason: 'a test', ...body }),
      }),
    run: async (location) => record.parse(await (await ask(location)).json()),
  };
}
