import { expect, it } from 'vitest';
import { killedWhileTheAnswerIsHeld, sentTo } from './killed.ts';

// That the run then closes truthfully takes as long as a signature lives: killed.conformance.ts waits for it.
it('a service that is killed while the answer is held takes its run up, and sends nothing again', async () => {
  const { endpoint, service, runId, run } = await killedWhileTheAnswerIsHeld();

  expect(service.resumed).toEqual([runId]);
  await expect
    .poll(() => service.program.said(), { timeout: 10_000, interval: 100 })
    .toContain('"what":"SwitchOver"');
  const present = await run();
  expect(present).toMatchObject({ phase: 'SENDING', batches: 1 });
  expect(present).not.toHaveProperty('outcome');
  expect(await endpoint.executed()).toHaveLength(1);
  expect(await sentTo(endpoint)).toBe(1);
});
