import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogEntry } from '../local-volcengine/log.ts';
import { makeModel } from '../local-volcengine/model.ts';
import { readSeed } from '../local-volcengine/seed.ts';
import { startEndpoint } from '../local-volcengine/server.ts';
import { requestIds } from './practice-endpoint.ts';
import { systemClock } from './system-clock.ts';

export interface EndpointProgram {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default: the example's instances. */
  readonly seedPath?: string;
  readonly signal: AbortSignal;
  readonly onReady: (url: string) => void;
  /** Gets every entry of its two logs: what it executed, and what it answered. */
  readonly watch: (entry: LogEntry) => void;
}

/** Runs the local endpoint alone until it is told to stop. Throws `SeedInvalid` with every fault of the seed. */
export async function runEndpoint({
  port,
  seedPath,
  signal,
  onReady,
  watch,
}: EndpointProgram): Promise<void> {
  const path = seedPath ?? join(import.meta.dirname, '..', '..', 'examples', 'practice.endpoint.yaml');
  const seed = readSeed(readFileSync(path, 'utf8'), path);
  const model = makeModel({ clock: systemClock, seed, ids: requestIds, watch });
  const endpoint = await startEndpoint({ model, clock: systemClock, credentials: seed.credentials, port });
  onReady(endpoint.url);
  if (!signal.aborted) {
    const { promise, resolve } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
  }
  await endpoint.close();
}
