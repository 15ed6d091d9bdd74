import { expect, it } from 'vitest';
import type { RunView } from '../../shared/api/view-schema.ts';
import { stagesOf } from '../../shared/cli/stages.ts';
import { closedView, decision, PINS, send, view } from './views.ts';

const EN = { language: 'en', zone: 'UTC' } as const;
const later = { ...view().request, startAt: '2026-11-24T18:00:00.000Z' };
const refusal = {
  answer: 'no',
  reason: 'FREEZE',
  decision: decision('FROZEN', 'Frozen.'),
} as const;
const skipped: Partial<RunView> = { outcome: 'SKIPPED', gates: [], pins: [], sends: [], verified: 0 };

it.each([
  ['accepted for later', view({ phase: 'ACCEPTED', gates: [], request: later }), 'now ahead ahead ahead'],
  [
    'told not yet',
    view({ phase: 'WAITING', gates: [], refusal: { ...refusal, answer: 'not yet' } }),
    'now now ahead ahead',
  ],
  ['claimed', view(), 'done done now ahead'],
  [
    'sent',
    view({ phase: 'SENDING', sends: [send({ answer: 'none' })], pins: PINS, batches: 1 }),
    'done done now ahead',
  ],
  ['proven', closedView(), 'done done done done'],
  ['skipped', closedView({ ...skipped, refusal }), 'done left out left out done'],
  ['partial', closedView({ outcome: 'PARTIAL', batches: 3 }), 'done done failed failed'],
  ['unknown before any send', closedView({ outcome: 'UNKNOWN', sends: [] }), 'done done left out failed'],
])('%s', (_what, run, states) => {
  expect(
    stagesOf(run, EN)
      .map(({ state }) => state)
      .join(' '),
  ).toBe(states);
});

it('says when a run that waits will start', () => {
  const [start] = stagesOf(view({ phase: 'ACCEPTED', gates: [], request: later }), EN);

  expect(start?.text).toContain('starts Tue 2026-11-24 18:00 UTC');
});
