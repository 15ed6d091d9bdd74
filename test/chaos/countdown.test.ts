import { expect, it } from 'vitest';
import { makeCountdown } from './countdown.ts';

it('tells when it has happened so many more times, and not before', async () => {
  const countdown = makeCountdown();
  countdown.happened();
  let told = false;
  const second = countdown.more(2).then(() => {
    told = true;
  });

  countdown.happened();
  await Promise.resolve();
  expect(told).toBe(false);
  countdown.happened();
  await second;
  expect(told).toBe(true);
});
