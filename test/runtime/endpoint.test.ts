import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LogEntry } from '../../shared/local-volcengine/log.ts';
import { type EndpointProgram, runEndpoint } from '../../shared/runtime/endpoint.ts';
import { clientOf } from '../../shared/runtime/practice-endpoint.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { practiceSeed, SOLO } from './rehearsal.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function running(change: Partial<EndpointProgram> = {}) {
  const ending = new AbortController();
  const ready = Promise.withResolvers<string>();
  const entries: LogEntry[] = [];
  const ended = runEndpoint({
    port: 0,
    signal: ending.signal,
    onReady: ready.resolve,
    watch: (entry) => entries.push(entry),
    ...change,
  });
  ended.catch(ready.reject);
  onTestFinished(async () => {
    ending.abort();
    await Promise.allSettled([ended]);
  });
  return { url: await ready.promise, entries, ending, ended };
}

describe('the endpoint as a program', () => {
  it("serves the example's instances on the machine's own clock, and tells both its logs", async () => {
    const { entries, url } = await running();
    const client = clientOf(practiceSeed(), url, systemClock, () => 0.5);
    onTestFinished(() => client.close());

    const [shard] = await client.describeShards(SOLO);
    const target = shard?.nodes.find(({ role }) => role === 'SecondaryNode')?.nodeId ?? '';
    const signedAt = systemClock.now();
    const prepared = await client.prepareSwitchOver({
      instanceId: SOLO,
      targetNodeIds: [target],
      signedAt,
      lifeSeconds: 30,
    });

    expect(await client.sendSwitchOver(prepared)).toMatchObject({ kind: 'accepted' });
    expect(entries).toContainEqual({
      executed: expect.objectContaining({ effect: 'SwitchOver', nodeIds: [target] }),
    });
    expect(entries).toContainEqual({
      answered: expect.objectContaining({ action: 'SwitchOver', httpStatus: 200 }),
    });
  });

  it('ends when it is told to, and was never there when it was told so beforehand', async () => {
    const { ended, ending, url } = await running();
    ending.abort();
    await ended;
    await expect(fetch(url)).rejects.toThrow();

    const never = await running({ signal: AbortSignal.abort() });
    await never.ended;
    await expect(fetch(never.url)).rejects.toThrow();
  });

  it('takes another seed, and refuses a faulty one with every fault of it', async () => {
    const seedPath = join(temporaryFolder(), 'seed.yaml');
    writeFileSync(seedPath, 'instances:\n  - { id: mine, zones: [a, b] }\n');
    const { url } = await running({ seedPath });
    expect((await fetch(`${url}/practice/executed`)).status).toBe(200);

    writeFileSync(seedPath, 'instances: 5\ntimings: { swapAfter: never }\n');
    await expect(running({ seedPath })).rejects.toThrow(/instances[\s\S]*swapAfter/);
  });

  it('says which port is taken', async () => {
    const { url } = await running();

    await expect(running({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
