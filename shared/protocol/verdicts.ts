import * as z from 'zod/mini';
import { type Decision, GATES, type GateName, type Verdict } from '../switchover/codes.ts';
import type { AuditEvent } from './audit.ts';
import { definedData } from './close.ts';
import { decisionSchema } from './run.ts';

/** What one gate said, as an audit event keeps it. */
export interface VerdictKept {
  readonly gate: GateName;
  readonly answer: 'yes' | 'not yet' | 'no';
  readonly decision: { readonly code: string; readonly data: Decision['data'] };
}

const row = z.tuple([z.enum(GATES), z.enum(['yes', 'not yet', 'no']), z.string(), decisionSchema.shape.data]);
const keptSchema = z.object({ gates: z.array(row) });

/** Verdicts as rows of an event's detail: as rows, so that a claim's event stays below one write unit. */
export const keepVerdicts = (verdicts: readonly Verdict[]) =>
  verdicts.map(({ gate, answer, decision }) => [gate, answer, decision.code, definedData(decision)] as const);

/** The verdicts that an event keeps; `undefined` where it keeps none. */
export function verdictsIn(event: AuditEvent): readonly VerdictKept[] | undefined {
  const found = keptSchema.safeParse(event.detail);
  if (!found.success) return undefined;
  return found.data.gates.map(([gate, answer, code, data]) => ({ gate, answer, decision: { code, data } }));
}
