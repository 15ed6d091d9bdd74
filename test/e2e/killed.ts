import { expect } from 'vitest';
import { deskWith, endpointProcess, servePractice } from './on-this-machine.ts';
import type { EndpointProcess, ServiceProcess } from './running.ts';

/** A service that took over from one that was killed while the endpoint had executed and held its answer. */
export interface TakenOver {
  readonly endpoint: EndpointProcess;
  readonly service: ServiceProcess;
  readonly runId: string;
  run(): Promise<Record<string, unknown>>;
}

/** Kills a service with SIGKILL in the very call that executes, and starts another over the same store. */
export async function killedWhileTheAnswerIsHeld(): Promise<TakenOver> {
  const desk = deskWith();
  const endpoint = await endpointProcess(desk);
  await endpoint.arm({ fault: 'hold-answer' });
  const first = await servePractice(desk, endpoint.url);
  const accepted = await first.start('a-key');
  const location = accepted.headers.get('location') ?? '';
  await expect.poll(endpoint.executed, { timeout: 10_000 }).toHaveLength(1);
  first.program.signal('SIGKILL');
  await first.program.ended;
  const service = await servePractice(desk, endpoint.url);
  return { endpoint, service, runId: location.split('/').at(-1) ?? '', run: () => service.run(location) };
}

/** How many SwitchOvers the endpoint was asked for, executed or not. */
export const sentTo = async (endpoint: EndpointProcess): Promise<number> =>
  (await endpoint.asked()).filter((action) => action === 'SwitchOver').length;
