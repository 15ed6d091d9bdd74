import type { RunSummary, RunView } from '../../shared/api/view-schema.ts';
import type { ServiceAnswer } from '../../shared/cli/programs.ts';
import type { Answering } from './stage.ts';

export const RUN_ID = 'abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst';
export const INSTANCE = 'redis-cn0212gzmh2xs0001';

export const sentences = (en: string) => ({ en, 'zh-CN': `（中）${en}` });
export const decision = (code: string, en: string) => ({ code, data: {}, sentences: sentences(en) });

export const summary = (over: Partial<RunSummary> = {}): RunSummary => ({
  id: RUN_ID,
  phase: 'CLAIMED',
  mode: 'switch',
  account: 'prod',
  instance: `cn-beijing/${INSTANCE}`,
  rule: 'orders-home',
  plan: 'a'.repeat(64),
  request: { source: 'http', by: 'alice', reason: 'drill 12', startAt: '2026-11-23T18:10:00.000Z' },
  acceptedAt: '2026-11-23T18:10:00.000Z',
  opening: {
    day: '2026-11-24',
    opensAt: '2026-11-23T18:00:00.000Z',
    cutoffAt: '2026-11-23T20:20:00.000Z',
    closesAt: '2026-11-23T20:30:00.000Z',
  },
  verified: 0,
  hold: false,
  ...over,
});

/** A run as the API shows it; claimed, with one gate, unless told otherwise. */
export const view = (over: Partial<RunView> = {}): RunView => ({
  ...summary(over),
  gates: [
    { gate: 'window', answer: 'yes', decision: decision('WINDOW_OPEN', 'The window is open.') },
    {
      gate: 'rule',
      answer: 'yes',
      decision: decision('RULE_MATCHES', 'Rule "orders-home" covers this instance.'),
    },
  ],
  pins: [],
  sends: [],
  messages: [],
  events: [],
  intact: true,
  ...over,
});

export const PINS: RunView['pins'] = [
  { batch: 1, targets: [{ shardId: 's1', target: 'node-b', expectedPrimary: 'node-a' }] },
];

export const send = (over: Partial<RunView['sends'][number]> = {}): RunView['sends'][number] => ({
  batch: 1,
  attempt: 1,
  targets: ['node-b'],
  claimedAt: '2026-11-23T18:10:02.000Z',
  expiresAt: '2026-11-23T18:10:32.000Z',
  answer: 'accepted',
  requestId: '20261123181002REQ',
  ...over,
});

export const closedView = (over: Partial<RunView> = {}): RunView =>
  view({
    phase: 'CLOSED',
    outcome: 'SUCCEEDED',
    reason: 'PROVEN',
    decision: decision('ROLES_MOVED', 'Seen twice.'),
    sentences: sentences('Succeeded (proven): Seen twice.'),
    desired: 'yes',
    attributed: 'yes',
    closedAt: '2026-11-23T18:11:00.000Z',
    batches: 1,
    verified: 1,
    pins: PINS,
    sends: [send()],
    ...over,
  });

export const ok = (body?: unknown, status = 200): ServiceAnswer => ({ status, headers: {}, body });

export const problem = (kind: string, status: number, detail: string, more: object = {}): ServiceAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: {
    type: `urn:offpeak:problem:${kind}`,
    title: kind,
    status,
    detail,
    code: 'CODE',
    retryable: false,
    ...more,
  },
});

/** Answers the POST with the first view and each GET with the next one; the last one stays. */
export function unfolding(first: RunView, ...later: readonly RunView[]): Answering {
  let next = 0;
  return (_path, { method = 'GET' }) => {
    if (method === 'POST') return ok(first, 202);
    const shown = later[Math.min(next, later.length - 1)] ?? first;
    next += 1;
    return ok(shown);
  };
}
