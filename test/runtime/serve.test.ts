import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Plan } from '../../shared/plan/plan.ts';
import { readPlan } from '../../shared/plan/read.ts';
import { keys } from '../../shared/protocol/keys.ts';
import { tokenFor } from '../../shared/runtime/local-http.ts';
import { type Against, openAgainst, type ServeOptions, serve } from '../../shared/runtime/serve.ts';
import { StoreRefused } from '../../shared/store/errors.ts';
import { memoryLog } from './memory-log.ts';
import { openPlan, shutPlan } from './plan-text.ts';
import { practicePlan, rehearsal, SOLO } from './rehearsal.ts';
import { temporaryFolder } from './temporary-folder.ts';

const storePath = () => join(temporaryFolder(), '.offpeak', 'store.sqlite');
const PRACTICE: Against = { practice: {} };
const LIVE: Against = { live: new Map() };

function planFrom(text: string): Plan {
  const reading = readPlan(text);
  if ('faults' in reading) throw new Error(reading.faults.map(({ sentence }) => sentence).join(' '));
  return reading.plan;
}

type Ready = Parameters<ServeOptions['onReady']>[0];

/** Serves until the test is over. Rejects where `serve` does before it can be asked. */
async function serving(path: string, change: Partial<ServeOptions> = {}) {
  const ending = new AbortController();
  const log = memoryLog();
  const ready = Promise.withResolvers<Ready>();
  const ended = serve({
    plan: planFrom(shutPlan(Date.now())),
    storePath: path,
    against: PRACTICE,
    port: 0,
    language: 'en',
    log,
    signal: ending.signal,
    onReady: ready.resolve,
    ...change,
  });
  ended.catch(ready.reject);
  const end = async () => {
    ending.abort();
    await ended;
  };
  onTestFinished(async () => {
    ending.abort();
    await Promise.allSettled([ended]);
  });
  const { url, ...rest } = await ready.promise;
  const ask = (route: string, init: RequestInit = {}) =>
    fetch(`${url}${route}`, {
      ...init,
      headers: {
        authorization: `Bearer ${tokenFor(path)}`,
        'content-type': 'application/json',
        ...init.headers,
      },
    });
  return { ...rest, url, log, end, ask };
}

describe('a service on this machine', () => {
  it('can be asked by whoever holds its token, and by nobody else', async () => {
    const path = storePath();
    const { ask, url } = await serving(path);

    const health = await ask('/v1/health');
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ plan: { hash: expect.any(String) }, stops: 0 });
    expect((await fetch(`${url}/v1/health`)).status).toBe(401);
    expect((await ask('/v1/health', { headers: { origin: 'https://example.com' } })).status).toBe(403);
  });

  it('ends cleanly when it is told to: its file is free, its address gone', async () => {
    const path = storePath();
    const { end, url } = await serving(path);

    await end();

    expect(existsSync(`${path}.serve.json`)).toBe(false);
    await expect(fetch(url)).rejects.toThrow();
    const again = await serving(path);
    expect(again.resumed).toEqual([]);
  });

  it('that was told to end before it began ends cleanly', async () => {
    const path = storePath();

    await serve({
      plan: practicePlan(),
      storePath: path,
      against: PRACTICE,
      port: 0,
      language: 'en',
      log: memoryLog(),
      signal: AbortSignal.abort(),
      onReady: () => undefined,
    });

    expect(existsSync(`${path}.serve.json`)).toBe(false);
  });

  it('takes up what the process before left running', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'store.sqlite');
    const before = rehearsal(path);
    await before.embedded.apply(practicePlan());
    const runId = await before.start();
    await before.embedded.close();

    const { resumed } = await serving(path);

    expect(resumed).toEqual([runId]);
  });

  it('starts runs against its own local endpoint, which it names', async () => {
    const { ask, practiceEndpoint } = await serving(storePath(), { plan: planFrom(openPlan(Date.now())) });

    const accepted = await ask('/v1/runs', {
      method: 'POST',
      headers: { 'idempotency-key': 'a-key' },
      body: JSON.stringify({ instance: SOLO, when: 'now', reason: 'to see the gates', dryRun: true }),
    });
    const location = accepted.headers.get('location') ?? '';

    expect(accepted.status).toBe(202);
    await expect.poll(async () => (await ask(location)).json()).toMatchObject({ outcome: 'OBSERVED' });
    expect(await (await ask(`${location}/cost`)).json()).toMatchObject({ sends: 0 });
    const answered = await fetch(`${practiceEndpoint}/practice/answered`);
    expect(await answered.text()).toContain('DescribeDBInstanceShards');
  });

  it('will not put a plan in force whose accounts it has no credentials for', async () => {
    const { ask } = await serving(storePath(), {
      against: LIVE,
      plan: { ...planFrom(shutPlan(Date.now())), accounts: {}, rules: [] },
    });

    const refused = await ask('/v1/plan', {
      method: 'PUT',
      body: JSON.stringify({ text: shutPlan(Date.now()) }),
    });

    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      code: 'PLAN_NOT_SERVED_HERE',
      faults: [{ path: 'plan accounts.practice', sentence: expect.stringContaining('no credentials') }],
    });
  });
});

describe('a service does not start', () => {
  it('over a store of the other kind', async () => {
    const path = storePath();
    await (await serving(path)).end();

    await expect(serving(path, { against: LIVE })).rejects.toThrow(StoreRefused);
    expect(existsSync(`${path}.serve.json`)).toBe(false);
  });

  it('over a store that a living process owns, whose address stays', async () => {
    const path = storePath();
    const { ask } = await serving(path);

    await expect(serving(path)).rejects.toMatchObject({ refusal: { code: 'OWNED' } });
    expect((await ask('/v1/health')).status).toBe(200);
  });

  it('on a port that is taken, and then has put nothing in force', async () => {
    const path = storePath();
    const port = await takenPort();

    await expect(serving(path, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });

    const { embedded, close } = await openAgainst({
      storePath: path,
      against: PRACTICE,
      language: 'en',
      log: memoryLog(),
      plan: { timezone: 'UTC' },
    });
    onTestFinished(close);
    expect(await embedded.ports.store.get(keys.currentPlan())).toBeUndefined();
  });
});

async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
