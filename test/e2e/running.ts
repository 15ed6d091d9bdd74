import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Program } from './program.ts';

const record = z.record(z.string(), z.unknown());

/** The store's name in the folder of a service. */
export const STORE = 'store.sqlite';

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

/** The words that start an endpoint whose lines are JSON. */
export const endpointWords = (seedPath: string) => ['endpoint', '--json', '--seed', seedPath];

/** The endpoint that a program of `endpointWords` is, once it can be asked. */
export async function endpointOf(program: Program): Promise<EndpointProcess> {
  const url = String((await program.line('url')).url);
  const read = async (what: string): Promise<readonly Record<string, unknown>[]> => {
    const answer = await fetch(`${url}/practice/${what}`);
    return z.record(z.string(), z.array(record)).parse(await answer.json())[what] ?? [];
  };
  return {
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

/** The words that start `serve --practice` against an endpoint that runs, over one store in the folder. */
export const serviceWords = (planPath: string, endpointUrl: string) => [
  'serve',
  planPath,
  '--practice',
  '--endpoint',
  endpointUrl,
  '--store',
  STORE,
  '--json',
];

/** The service that a program of `serviceWords` is, once it can be asked. */
export async function serviceOf(program: Program, folder: string): Promise<ServiceProcess> {
  const { url, resumed } = await program.line('url');
  const token = readFileSync(join(folder, `${STORE}.token`), 'utf8');
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
