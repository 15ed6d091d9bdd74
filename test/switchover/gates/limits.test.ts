import { expect, it } from 'vitest';
import { limitsGate } from '../../../shared/switchover/gates/limits.ts';

const free = { atOnce: { limit: 2, takenBy: ['a'] } };
const ask = (limits: Parameters<typeof limitsGate>[0]['limits']) => limitsGate({ runId: 'mine', limits });

it.each([
  ['a slot left', free, 'yes', 'WITHIN_LIMITS'],
  ['all at once taken', { atOnce: { limit: 2, takenBy: ['a', 'b'] } }, 'not yet', 'AT_ONCE_LIMIT'],
  [
    'one of them taken by ourselves',
    { atOnce: { limit: 2, takenBy: ['a', 'mine'] } },
    'yes',
    'WITHIN_LIMITS',
  ],
  ['its tag value taken', { ...free, onePer: { value: 'cart', takenBy: 'a' } }, 'not yet', 'ONE_PER_LIMIT'],
  [
    'its tag value taken by ourselves',
    { ...free, onePer: { value: 'cart', takenBy: 'mine' } },
    'yes',
    'WITHIN_LIMITS',
  ],
  ['its tag value free', { ...free, onePer: { value: 'cart' } }, 'yes', 'WITHIN_LIMITS'],
  ['the night full', { ...free, night: { limit: 60, taken: 60 } }, 'not yet', 'NIGHT_LIMIT'],
  ['the night not quite full', { ...free, night: { limit: 60, taken: 59 } }, 'yes', 'WITHIN_LIMITS'],
  ['a limit of none', { atOnce: { limit: 0, takenBy: [] } }, 'not yet', 'AT_ONCE_LIMIT'],
])('%s', (_, limits, answer, code) => {
  const verdict = ask(limits);

  expect(verdict).toMatchObject({ gate: 'limits', answer, decision: { code } });
  if (verdict.answer !== 'yes') expect(verdict.reason).toBe('LIMIT');
});
