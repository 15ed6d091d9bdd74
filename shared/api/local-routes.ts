import type { Hono } from 'hono';
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

/** `GET /v1/runs/{id}/cost`: where one process does all the work and can count it, never behind the gateway. */
export function localRoutes(api: Hono, costOf: (runId: string) => Promise<CostView>): void {
  api.get('/v1/runs/:id/cost', async (context) =>
    context.json(await costOf(runIdOf(context.req.param('id')))),
  );
}
