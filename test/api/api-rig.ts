import type { Hono } from 'hono';
import { makeApi } from '../../shared/api/api.ts';
import type { Ports } from '../../shared/steps/ports.ts';
import { makeRig, type Rig, type RigOptions } from '../steps/rig.ts';

/** A whole Offpeak in this process, and its API. */
export interface ApiRig {
  readonly rig: Rig;
  readonly api: Hono;
  /** Run ids of the executions that were started, by whatever means. */
  readonly starts: readonly string[];
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** `POST /v1/runs` with a key. */
  start(body: unknown, key?: string): Promise<Response>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
}

export interface ApiRigOptions extends RigOptions {
  readonly ports?: (ports: Ports) => Partial<Ports>;
}

export async function makeApiRig(options: ApiRigOptions = {}): Promise<ApiRig> {
  const rig = await makeRig(options);
  const starts: string[] = [];
  const { executions } = rig.ports;
  const counted: Ports = {
    ...rig.ports,
    executions: {
      ...executions,
      start: async (runId) => {
        starts.push(runId);
        return await executions.start(runId);
      },
    },
  };
  const ports = { ...counted, ...options.ports?.(counted) };
  const api = makeApi({ ports, caller: () => 'ana' });
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
    await api.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    rig,
    api,
    starts,
    post,
    start: (body, key = 'key-1') => post('/v1/runs', body, { 'idempotency-key': key }),
    get: async (path, headers = {}) => await api.request(path, { headers }),
  };
}
