import { expect, it } from 'vitest';
import { stopGate } from '../../../shared/switchover/gates/stop.ts';

const stop = { scope: 'account prod', by: 'ann', reason: 'incident' };

it.each([
  ['no stop', [], 'yes', { code: 'NOT_STOPPED', data: {} }],
  ['a stop', [stop], 'not yet', { code: 'STOPPED', data: stop }],
  ['more of them', [stop, stop, stop], 'not yet', { code: 'STOPPED', data: { ...stop, more: 2 } }],
  ['stops that cannot be read', 'unreadable' as const, 'not yet', { code: 'STOPS_UNREADABLE', data: {} }],
])('%s', (_, stops, answer, decision) => {
  const verdict = stopGate({ stops });

  expect(verdict).toMatchObject({ gate: 'stop', answer, decision });
  if (verdict.answer !== 'yes') expect(verdict.reason).toBe('STOP');
});
