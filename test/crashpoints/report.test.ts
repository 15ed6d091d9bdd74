import { describe, expect, it } from 'vitest';
import { rowOf } from './report.ts';

const planned = { scenario: "Redis's InternalError after executing", ios: 82, slices: [] };

describe('the row of a scenario', () => {
  it('counts', () => {
    const row = rowOf(planned, { cases: 544, outcomes: {}, violated: [] });

    expect(row.split(/\s{2,}/)).toEqual([planned.scenario, '82', '544', '0']);
  });

  it('gives for a violation the command that plays it again, fit for a shell', () => {
    const faults = [
      { at: 17, kind: 'crash after' },
      { at: 40, kind: 'a stop here' },
    ] as const;
    const row = rowOf(planned, {
      cases: 1,
      outcomes: {},
      violated: [{ faults, violations: ['it has no outcome'] }],
    });

    expect(row).toContain('it has no outcome');
    expect(row).toContain(
      `npm run crashpoints -- --story 'Redis'\\''s InternalError after executing' --fault '17:crash after' --fault '40:a stop here'`,
    );
  });
});
