import { expect, it } from 'vitest';
import { instantSchema, isoOf, isoOfOptional } from '../../shared/api/instant.ts';

it('an instant leaves as ISO 8601 in UTC, with milliseconds, and absence stays absent', () => {
  expect(isoOf(1_795_457_400_001)).toBe('2026-11-23T18:10:00.001Z');
  expect(isoOfOptional(0)).toBe('1970-01-01T00:00:00.000Z');
  expect(isoOfOptional(undefined)).toBeUndefined();
  expect(instantSchema.safeParse(isoOf(0)).success).toBe(true);
});
