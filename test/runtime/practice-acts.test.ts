import { describe, expect, it } from 'vitest';
import { practised } from './practised.ts';
import { FLEET, LOST } from './rehearsal.ts';

describe('a practice that does not end as it must says so and is not good', () => {
  it.each([
    ['the change of the fleet never ends', `{ fault: stay-changing, instance: ${FLEET} }`],
    ['the vendor says yes and does nothing', `{ fault: accept-without-executing, instance: ${FLEET} }`],
    ['a shard does not swap', `{ fault: fail-shards, instance: ${FLEET}, skip: 1, shards: [3] }`],
    ['the answer is not lost but a refusal', `{ fault: throttle, instance: ${LOST}, times: 5 }`],
  ])('%s', async (_case, fault) => {
    const { good, text } = await practised([fault]);

    expect(good).toBe(false);
    expect(text).toContain('At least one act did not end as it must.');
    expect(text).toMatch(/Sent twice: 0\./);
  });
});
