import type { z } from 'zod';
import { readPlanPointer } from '../protocol/control.ts';
import { CONTROL, keys, STOP_PREFIX } from '../protocol/keys.ts';
import { isoOf } from './instant.ts';
import type { Routes } from './routes.ts';
import type { healthSchema } from './view-schema.ts';

/** `GET /v1/health`: 200 while the records can be read, 503 while they cannot. */
export function healthRoutes({ api, ports: { store, clock } }: Pick<Routes, 'api' | 'ports'>): void {
  api.get('/v1/health', async (context) => {
    const current = await store.get(keys.currentPlan());
    const plan = current && readPlanPointer(current);
    const body: z.infer<typeof healthSchema> = {
      now: isoOf(clock.now()),
      plan: plan === undefined ? null : { hash: plan.hash, appliedAt: isoOf(plan.appliedAt) },
      stops: (await store.list(CONTROL, STOP_PREFIX)).length,
    };
    return context.json(body);
  });
}
