import { describe, expect, it } from 'vitest';
import { keepVerdicts, verdictsIn } from '../../shared/protocol/verdicts.ts';
import type { Verdict } from '../../shared/switchover/codes.ts';
import { decide } from '../../shared/switchover/decisions.ts';

const verdicts: readonly Verdict[] = [
  { gate: 'window', answer: 'yes', decision: decide('WINDOW_OPEN', { opensAt: 1, closesAt: 2 }) },
  { gate: 'stop', answer: 'not yet', reason: 'STOP', decision: decide('STOPS_UNREADABLE', {}) },
];
const event = (detail: Record<string, unknown>) => ({
  ...{ number: 0, at: 1, kind: 'CLAIMED', by: 'e', after: 'x' },
  detail,
});

describe('verdicts', () => {
  it('are kept as rows and read back with gate, answer and decision', () => {
    expect(verdictsIn(event({ gates: keepVerdicts(verdicts) }))).toEqual(
      verdicts.map(({ gate, answer, decision }) => ({ gate, answer, decision })),
    );
  });

  it.each([{}, { gates: 'all' }, { gates: [['nobody', 'yes', 'X', {}]] }])('are none in %o', (detail) => {
    expect(verdictsIn(event(detail))).toBeUndefined();
  });
});
