import { expect, it } from 'vitest';
import { makeHolds } from '../../shared/local-volcengine/holds.ts';

it('keeps answers until they are released or their time is over', async () => {
  const holds = makeHolds();
  const first = holds.keep('first', undefined);
  holds.keep('second', 100);

  expect(holds.kept(99).map((hold) => hold.requestId)).toEqual(['first', 'second']);
  expect(holds.kept(100).map((hold) => hold.requestId)).toEqual(['first']);
  expect(holds.release('second', 100)).toBe(0);
  expect(holds.release('first', 100)).toBe(1);
  await first.released;
  expect(holds.release(undefined, 100)).toBe(0);
});
