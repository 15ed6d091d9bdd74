import type { Run } from '../../shared/protocol/run.ts';
import { decide } from '../../shared/switchover/decisions.ts';

const CLOSED_AT = Date.UTC(2026, 10, 24, 18, 40);

/** A run as it stands after its close. */
export function closedRun(change: Partial<Run> = {}): Run {
  return {
    runId: 'aaaabbbbcccc',
    phase: 'CLOSED',
    version: 9,
    events: 4,
    mode: 'switch',
    account: 'prod',
    instance: 'cn-beijing/redis-cn0212gzmh2xs0001',
    rule: 'orders-home',
    plan: 'f00d',
    trigger: { source: 'due', by: 'due', reason: 'every opening' },
    acceptedAt: CLOSED_AT - 600_000,
    month: '2026-11',
    startAt: CLOSED_AT - 600_000,
    verified: 1,
    outcome: 'SUCCEEDED',
    reason: 'PROVEN',
    decision: stored(decide('ROLES_MOVED', { provenAt: CLOSED_AT, settleMilliseconds: 30_000 })),
    desired: 'yes',
    attributed: 'yes',
    closedAt: CLOSED_AT,
    expiresAt: 1_900_000_000,
    ...change,
  };
}

/** A run that needs a person. */
export const unknownRun = (change: Partial<Run> = {}): Run =>
  closedRun({
    outcome: 'UNKNOWN',
    reason: 'NO_EVIDENCE',
    decision: stored(decide('NO_ANSWER_AND_NO_CHANGE', { deadlineAt: CLOSED_AT })),
    hold: true,
    ...change,
  });

function stored({ code, data }: ReturnType<typeof decide>): NonNullable<Run['decision']> {
  const present = Object.entries(data).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'object' ? [...value] : value] as const],
  );
  return { code, data: Object.fromEntries(present) };
}
