import { expect, it } from 'vitest';
import { failure, located } from '../../shared/engine/failure.ts';

it('keeps no more of a cause than the service does', () => {
  expect(failure('E', 'x'.repeat(40_000)).cause).toHaveLength(32_768);
  expect(failure('E')).toEqual({ error: 'E' });
});

it('says where in the words of the service', () => {
  expect(located('S', 7, 'It broke.')).toBe(
    "An error occurred while executing the state 'S' (entered at the event id #7). It broke.",
  );
});
