import { describe, expect, it } from 'vitest';
import { openPlan } from '../runtime/plan-text.ts';
import { sentTo } from './killed.ts';
import { deskWith, endpointProcess, servePractice } from './on-this-machine.ts';
import type { EndpointProcess } from './running.ts';
import { mayMount, smallDisk } from './small-disk.ts';

/** A service over a store on a small disk, and an endpoint that keeps the answer of one call back. */
async function heldAt(fault: Readonly<Record<string, unknown>>) {
  const disk = smallDisk();
  const desk = deskWith(openPlan(Date.now()), disk.folder);
  const endpoint = await endpointProcess(desk);
  await endpoint.arm({ fault: 'hold-answer', ...fault });
  const service = await servePractice(desk, endpoint.url);
  const location = (await service.start('a-key')).headers.get('location') ?? '';
  await expect.poll(() => heldBy(endpoint), { timeout: 10_000 }).toBe(1);
  expect(service.program.said()).not.toMatch(ALOUD);
  return { disk, desk, endpoint, service, location };
}

/** What a store says that cannot write. */
const ALOUD = /stands still.*disk is full/;

describe.runIf(mayMount)(
  'a disk that fills up in the middle of a run (root on Linux, on a tmpfs of its own)',
  () => {
    it.each([
      ['before the claim of the run', 'DescribeDBInstanceDetail', 'ACCEPTED'],
      ['between the claim of the run and that of the send', 'DescribeDBInstanceShards', 'CLAIMED'],
    ])('%s: nothing is sent, it is said aloud, and goes on once there is room', async (_, action, phase) => {
      const { disk, desk, endpoint, service, location } = await heldAt({ action });
      expect(await service.run(location)).toMatchObject({ phase });

      disk.fill();
      await release(endpoint);

      await expect.poll(() => service.program.said(), { timeout: 10_000 }).toMatch(ALOUD);
      expect(await service.run(location)).toMatchObject({ phase, sends: [] });
      expect(await sentTo(endpoint)).toBe(0);

      disk.free();
      service.program.signal('SIGKILL');
      await service.program.ended;
      const next = await servePractice(desk, endpoint.url);
      await expect.poll(endpoint.executed, { timeout: 10_000 }).toHaveLength(1);
      expect(await next.run(location)).toMatchObject({ intact: true, sends: [{ batch: 1, attempt: 1 }] });
      expect(await sentTo(endpoint)).toBe(1);
    });

    it('after the send: its claim is there, and it is not sent again when there is room', async () => {
      const { disk, desk, endpoint, service, location } = await heldAt({});

      disk.fill();
      await release(endpoint);

      await expect.poll(() => service.program.said(), { timeout: 10_000 }).toMatch(ALOUD);
      expect(await service.run(location)).toMatchObject({ phase: 'SENDING', sends: [{ answer: 'none' }] });

      disk.free();
      service.program.signal('SIGKILL');
      await service.program.ended;
      const next = await servePractice(desk, endpoint.url);
      await expect.poll(() => next.program.said(), { timeout: 10_000 }).toContain('"what":"SwitchOver"');
      expect(await next.run(location)).toMatchObject({ phase: 'SENDING', intact: true });
      expect(await endpoint.executed()).toHaveLength(1);
      expect(await sentTo(endpoint)).toBe(1);
    });
  },
);

async function heldBy({ url }: EndpointProcess): Promise<number> {
  const { held } = (await (await fetch(`${url}/practice/held`)).json()) as { held: unknown[] };
  return held.length;
}

async function release({ url }: EndpointProcess): Promise<void> {
  await fetch(`${url}/practice/release`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
}
