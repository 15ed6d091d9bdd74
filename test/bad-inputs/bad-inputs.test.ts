import { expect, it } from 'vitest';
import { CAMPAIGNS } from './campaign.ts';

/** Of each boundary; `npm run bad-inputs` takes as many as one has time for. */
const INPUTS = 300;

it.each(CAMPAIGNS)(
  '$name: whatever comes is refused whole or taken, and tells nothing',
  async ({ share, play }) => {
    const tally = await play(INPUTS * share, 1);

    expect(tally.examples).toEqual([]);
    expect(tally.refused).toBeGreaterThan(0);
    expect(tally.accepted).toBeGreaterThan(0);
  },
);
