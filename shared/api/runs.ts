import type { Context } from 'hono';
import { makeAcknowledge } from '../steps/acknowledge.ts';
import { makeCancel } from '../steps/cancel.ts';
import { readBody } from './body.ts';
import { isoOf } from './instant.ts';
import { listRuns } from './list-runs.ts';
import { faulty, type Problem, refuse } from './problem.ts';
import { reasonSchema } from './requests.ts';
import type { Routes } from './routes.ts';
import { readRunView, runIdOf } from './run-file.ts';

/** `GET /v1/runs`, `GET /v1/runs/{id}`, and what a person can do to a run: cancel and acknowledge. */
export function runRoutes(routes: Routes): void {
  const { api, ports, caller } = routes;
  const cancel = makeCancel(ports);
  const acknowledge = makeAcknowledge(ports);

  api.get('/v1/runs', async (context) => {
    const page = await listRuns(routes, new URL(context.req.url).searchParams);
    return page.faults === undefined ? context.json(page.value) : refuse(context, faulty(page.faults));
  });

  api.get('/v1/runs/:id', async (context) =>
    context.json(await readRunView(routes, runIdOf(context.req.param('id')))),
  );

  api.post('/v1/runs/:id/cancel', (context) =>
    act(routes, context, async (runId, reason) => {
      const cancelled = await cancel({ runId, by: caller(context), reason });
      if (cancelled.cancelled) return undefined;
      return cancelled.what === 'closed' ? CLOSED : SENT;
    }),
  );

  api.post('/v1/runs/:id/acknowledge', (context) =>
    act(routes, context, async (runId, reason) => {
      const acknowledged = await acknowledge({ runId, by: caller(context), reason });
      if (acknowledged.acknowledged) return undefined;
      return acknowledged.what === 'too early' ? tooEarly(isoOf(acknowledged.from)) : NOTHING_HELD;
    }),
  );
}

/** Does something to a run for a reason, and answers with the run as it then stands, or with why it was not done. */
async function act(
  routes: Routes,
  context: Context,
  verb: (runId: string, reason: string) => Promise<Problem | undefined>,
): Promise<Response> {
  const runId = runIdOf(context.req.param('id') ?? '');
  const body = await readBody(context.req.raw, reasonSchema);
  if (body.problem !== undefined) return refuse(context, body.problem);
  if (body.faults !== undefined) return refuse(context, faulty(body.faults));
  const refusal = await verb(runId, body.value.reason);
  return refusal === undefined ? context.json(await readRunView(routes, runId)) : refuse(context, refusal);
}

const CLOSED: Problem = {
  kind: 'not-possible',
  code: 'ALREADY_CLOSED',
  detail: 'The run has ended already; its outcome stays as it is.',
};

const SENT: Problem = {
  kind: 'not-possible',
  code: 'ALREADY_SENT',
  detail:
    'A switchover may be on its way and cannot be called back; the run watches it to its end and says what came of it.',
};

const NOTHING_HELD: Problem = {
  kind: 'not-possible',
  code: 'NOTHING_HELD',
  detail: 'This run holds nothing, so there is nothing to acknowledge.',
};

const tooEarly = (from: string): Problem => ({
  kind: 'not-possible',
  code: 'TOO_EARLY',
  detail: `What this run has sent can still take effect. Acknowledge it from ${from} on.`,
  from,
});
