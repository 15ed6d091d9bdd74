import type * as z from 'zod';
import { planDifference } from '../plan/difference.ts';
import type { Plan } from '../plan/plan.ts';
import { type PlanReading, readPlan } from '../plan/read.ts';
import { applyPlan, LARGEST_PLAN_TEXT, planText } from '../steps/apply-plan.ts';
import { PlanMissing, planPointer, planVersion } from '../steps/plan-in-force.ts';
import type { Store } from '../store/store.ts';
import { DAY, type Instant } from '../time/clock.ts';
import { readBody } from './body.ts';
import type { Fault } from './faults.ts';
import { isoOf } from './instant.ts';
import { faulty, type Problem, refuse } from './problem.ts';
import { LARGEST_PLAN_BODY, planBodySchema } from './requests.ts';
import type { Routes } from './routes.ts';
import {
  DAYS_COMPARED,
  type DifferenceView,
  type planAppliedSchema,
  type planViewSchema,
} from './view-schema.ts';

/** `GET /v1/plan`: the plan in force. `PUT /v1/plan`: checks a plan, stores it under its hash and puts it in force. */
export function planRoutes({ api, ports, caller, unserved }: Routes): void {
  api.get('/v1/plan', async (context) => {
    const { hash, appliedAt, by } = await planPointer(ports.store);
    const { hash: _known, ...plan } = await planVersion(ports.store, hash);
    const body: z.infer<typeof planViewSchema> = { hash, appliedAt: isoOf(appliedAt), by, plan };
    return context.json(body);
  });

  api.put('/v1/plan', async (context) => {
    const sent = await readBody(context.req.raw, planBodySchema, LARGEST_PLAN_BODY);
    if (sent.problem !== undefined) return refuse(context, sent.problem);
    if (sent.faults !== undefined) return refuse(context, faulty(sent.faults));
    const reading = readPlan(sent.value.text, { calendars: sent.value.calendars });
    if ('faults' in reading) return refuse(context, faulty(reading.faults.map(faultOfPlan)));
    const refusal = refusalOf(reading.plan, unserved(reading.plan));
    if (refusal !== undefined) return refuse(context, refusal);
    const by = caller(context);
    const before = await planInForce(ports.store);
    const { hash, appliedAt } = await applyPlan(ports, reading.plan, by);
    ports.log.info({ what: 'plan applied', data: { hash, before: before?.hash ?? 'none', by } });
    const body: z.infer<typeof planAppliedSchema> = {
      hash,
      before: before?.hash,
      appliedAt: isoOf(appliedAt),
      difference: differenceOf(before, reading.plan, appliedAt),
    };
    return context.json(body);
  });
}

/** Why a sound plan is not put in force here. The earlier one stays. */
function refusalOf(plan: Plan, beyond: readonly Fault[]): Problem | undefined {
  const bytes = Buffer.byteLength(planText(plan));
  if (bytes > LARGEST_PLAN_TEXT) {
    const detail = `Checked and with its calendars, this plan has ${bytes} bytes; a record holds at most ${LARGEST_PLAN_TEXT}.`;
    return { kind: 'too-large', code: 'PLAN_TOO_LARGE', detail };
  }
  if (beyond.length === 0) return undefined;
  const detail = 'The plan has no fault, but names what this Offpeak was not given; nothing was changed.';
  return { kind: 'not-served', code: 'PLAN_NOT_SERVED_HERE', detail, faults: beyond };
}

function differenceOf(before: Plan | undefined, after: Plan, now: Instant): DifferenceView {
  const { added, removed, elsewhere, modes, runs } = planDifference(
    before,
    after,
    now,
    now + DAYS_COMPARED * DAY,
  );
  return {
    added: [...added],
    removed: [...removed],
    elsewhere: [...elsewhere],
    modes: [...modes],
    runs,
  };
}

async function planInForce(store: Store): Promise<Plan | undefined> {
  try {
    return await planVersion(store, (await planPointer(store)).hash);
  } catch (error) {
    if (error instanceof PlanMissing) return undefined;
    throw error;
  }
}

type PlanFaults = Extract<PlanReading, { faults: unknown }>['faults'];

const faultOfPlan = ({ path, line, column, sentence, nearest }: PlanFaults[number]): Fault => ({
  path: `plan:${line}:${column}${path === '' ? '' : ` ${path}`}`,
  sentence,
  ...(nearest !== undefined && { nearest }),
});
