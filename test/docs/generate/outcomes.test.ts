import { expect, it } from 'vitest';
import { outcomesBlock } from '../../../docs/generate/outcomes.ts';
import { OUTCOMES } from '../../../shared/switchover/codes.ts';

it('has a row for each outcome, in the order of the codes', () => {
  const rows = outcomesBlock().split('\n').slice(2);

  expect(rows.map((row) => /`(\w+)`/.exec(row)?.[1])).toEqual([...OUTCOMES]);
  expect(rows.at(-1)).toBe('| `UNKNOWN` | fails, error `UNKNOWN` | 1 | `Unknown` | at once | counts |');
});
