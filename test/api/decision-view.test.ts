import { expect, it } from 'vitest';
import { decisionSchema, viewDecision } from '../../shared/api/decision-view.ts';
import { decide } from '../../shared/switchover/decisions.ts';

it('a decision is told as code, data and one sentence in each language, by the clocks of its zone', () => {
  const decision = decide('FROZEN', { freeze: 'Double 11', endsAt: Date.parse('2026-11-12T16:00:00Z') });

  const view = viewDecision(decision, 'Asia/Shanghai');

  expect(decisionSchema.parse(view)).toEqual({
    code: 'FROZEN',
    data: { freeze: 'Double 11', endsAt: 1_794_499_200_000 },
    sentences: {
      en: 'The freeze "Double 11" holds until Fri 2026-11-13 00:00 Asia/Shanghai.',
      'zh-CN': expect.stringContaining('Double 11'),
    },
  });
});
