import { describe, expect, it, onTestFinished } from 'vitest';
import type { LogEntry } from '../../shared/local-volcengine/log.ts';
import { clientOf, requestIds, startPracticeEndpoint } from '../../shared/runtime/practice-endpoint.ts';
import { makeVirtualClock } from '../engine/virtual-clock.ts';
import { practiceSeed, SOLO } from './rehearsal.ts';

const NIGHT = Date.parse('2026-11-24T02:00:00+08:00');

async function practising() {
  const entries: LogEntry[] = [];
  const local = await startPracticeEndpoint({
    seed: practiceSeed(),
    clock: makeVirtualClock(NIGHT),
    port: 0,
    random: () => 0.5,
    watch: (entry) => entries.push(entry),
  });
  onTestFinished(() => local.close());
  return { ...local, entries };
}

describe('the endpoint of practice', () => {
  it('is reached by its own client over a real socket, and tells what it answered', async () => {
    const { client, entries } = await practising();

    expect(await client.describeInstance(SOLO)).toMatchObject({ instanceId: SOLO, status: 'Running' });
    expect(entries).toMatchObject([{ answered: { action: 'DescribeDBInstanceDetail', httpStatus: 200 } }]);
  });

  it('is reached by a client of another process with the same seed', async () => {
    const { endpoint } = await practising();
    const other = clientOf(practiceSeed(), endpoint.url, makeVirtualClock(NIGHT), () => 0.5);
    onTestFinished(() => other.close());

    expect(await other.describeShards(SOLO)).toHaveLength(1);
  });

  it('lets nobody in who signs with another secret', async () => {
    const { endpoint } = await practising();
    const seed = practiceSeed();
    const credentials = seed.credentials.map((pair) => ({ ...pair, secretKey: 'another' }));
    const stranger = clientOf({ ...seed, credentials }, endpoint.url, makeVirtualClock(NIGHT), () => 0.5);
    onTestFinished(() => stranger.close());

    await expect(stranger.describeShards(SOLO)).rejects.toMatchObject({
      answer: { code: 'SignatureDoesNotMatch' },
    });
  });

  it('has nothing to offer a client without credentials', () => {
    const seed = { ...practiceSeed(), credentials: [] };

    expect(() => clientOf(seed, 'http://127.0.0.1:1', makeVirtualClock(NIGHT), () => 0.5)).toThrow(
      'no credentials',
    );
  });

  it('gives each request an id of its own', () => {
    const ids = new Set(Array.from({ length: 1000 }, requestIds));

    expect(ids.size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^[0-9A-F]{16}$/);
  });
});
