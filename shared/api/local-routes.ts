import type { Hono } from 'hono';
import * as z from 'zod';
import type { Plan } from '../plan/plan.ts';
import { readPlan } from '../plan/read.ts';
import { readBody } from './body.ts';
import type { Fault } from './faults.ts';
import { faulty, refuse } from './problem.ts';
import { runIdOf } from './run-file.ts';

/** What one run has cost. Units are DynamoDB's, whatever the store is. */
export interface CostView {
  readonly states: number;
  readonly vendorReads: number;
  readonly polls: number;
  readonly sends: number;
  readonly writeUnits: number;
  readonly readUnits: number;
}

/** What only a machine on its own can be asked. */
export interface LocalVerbs {
  costOf(runId: string): Promise<CostView>;
  /** Puts a checked plan in force, or says in one sentence why this process cannot. */
  apply(plan: Plan): Promise<{ readonly before?: string } | { readonly refused: string }>;
}

/** A plan with its calendars, in bytes. */
const LARGEST_PLAN = 1024 * 1024;

const planSchema = z.strictObject({
  text: z.string(),
  calendars: z.record(z.string(), z.string()).default({}),
});

/** `GET /v1/runs/{id}/cost` and `PUT /v1/plan`: for the guarded port of one machine, never behind the gateway. */
export function localRoutes(api: Hono, verbs: LocalVerbs): void {
  api.get('/v1/runs/:id/cost', async (context) =>
    context.json(await verbs.costOf(runIdOf(context.req.param('id')))),
  );

  api.put('/v1/plan', async (context) => {
    const body = await readBody(context.req.raw, planSchema, LARGEST_PLAN);
    if (body.problem !== undefined) return refuse(context, body.problem);
    if (body.faults !== undefined) return refuse(context, faulty(body.faults));
    const reading = readPlan(body.value.text, { calendars: body.value.calendars });
    if ('faults' in reading) return refuse(context, faulty(reading.faults.map(faultOfPlan)));
    const applied = await verbs.apply(reading.plan);
    if ('refused' in applied) {
      return refuse(context, { kind: 'not-possible', code: 'PLAN_NOT_SERVED_HERE', detail: applied.refused });
    }
    return context.json({ hash: reading.plan.hash, ...applied });
  });
}

type PlanFaults = Extract<ReturnType<typeof readPlan>, { faults: unknown }>['faults'];

const faultOfPlan = ({ path, line, column, sentence, nearest }: PlanFaults[number]): Fault => ({
  path: `plan:${line}:${column}${path === '' ? '' : ` ${path}`}`,
  sentence,
  ...(nearest !== undefined && { nearest }),
});
