import { expect, it } from 'vitest';
import { nextStep } from '../../shared/cli/next-step.ts';
import { summary } from './views.ts';

const EN = { language: 'en', zone: 'UTC' } as const;

it.each([
  ['an open run', { phase: 'OBSERVING', hold: true }, 0],
  ['a closed run that holds nothing', { outcome: 'FAILED', hold: false }, 0],
  ['one that only a person frees', { outcome: 'PARTIAL', hold: true }, 5],
  ['one that is settled by itself', { outcome: 'UNKNOWN', hold: true }, 6],
] as const)('%s: %j', (_what, over, lines) => {
  expect(nextStep(summary(over), EN)).toHaveLength(lines);
});
