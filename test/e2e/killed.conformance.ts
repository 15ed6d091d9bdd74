import { expect, it } from 'vitest';
import { killedWhileTheAnswerIsHeld, sentTo } from './killed.ts';

it('a run whose service was killed while the answer was held closes truthfully, on real clocks', async () => {
  const { endpoint, run } = await killedWhileTheAnswerIsHeld();

  await expect.poll(run, { timeout: 100_000, interval: 1_000 }).toMatchObject({ phase: 'CLOSED' });

  expect(await run()).toMatchObject({
    outcome: 'SUCCEEDED',
    reason: 'PROVEN',
    desired: 'yes',
    attributed: 'no',
    hold: false,
  });
  expect(await endpoint.executed()).toHaveLength(1);
  expect(await sentTo(endpoint)).toBe(1);
});
