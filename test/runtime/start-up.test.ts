import { expect, it } from 'vitest';
import { settleIn } from '../../shared/runtime/start-up.ts';

it('settles in without a word, as often as it is asked', () => {
  const kept = new Array<number>(1_000).fill(1);

  settleIn();
  settleIn();

  expect(kept).toHaveLength(1_000);
});
