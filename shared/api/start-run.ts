import type { Context } from 'hono';
import type { z } from 'zod';
import type { Target } from '../plan/plan.ts';
import { planPointer } from '../steps/plan-in-force.ts';
import { makeStart, type StartRequest } from '../steps/start.ts';
import { readBody } from './body.ts';
import { check } from './faults.ts';
import { languageOf } from './language.ts';
import { faulty, refuse } from './problem.ts';
import { startHeadersSchema, startSchema } from './requests.ts';
import type { Routes } from './routes.ts';
import { readRunView } from './run-file.ts';
import { problemOfStart } from './start-refusal.ts';

/** `POST /v1/runs`: 202 with Location, the first time and every time that the same request comes under the same key. */
export function startRoutes(routes: Routes): void {
  const accept = makeAccepting(routes);
  routes.api.post('/v1/runs', (context) => accept(context, startSchema, requestOf));
}

/** What a start asks for, before it is known under which key and by whom. */
type Asked = Omit<StartRequest, 'key' | 'by' | 'source'>;

/** Reads a request for a run by its schema, asks for it, and answers with the run, or with why it was not accepted. */
export function makeAccepting(routes: Routes) {
  const { ports, caller, zoneOf } = routes;
  const start = makeStart(ports);

  return async <Schema extends z.ZodType>(
    context: Context,
    schema: Schema,
    asked: (body: z.output<Schema>) => Asked,
  ): Promise<Response> => {
    const headers = check('header', startHeadersSchema, {
      'Idempotency-Key': context.req.header('idempotency-key'),
    });
    const body = await readBody(context.req.raw, schema);
    if (body.problem !== undefined) return refuse(context, body.problem);
    if (headers.faults !== undefined || body.faults !== undefined) {
      return refuse(context, faulty([...(headers.faults ?? []), ...(body.faults ?? [])]));
    }
    const request: StartRequest = {
      ...asked(body.value),
      key: headers.value['Idempotency-Key'],
      by: caller(context),
      source: 'http',
    };
    const started = await start(request);
    if (!started.started) {
      const zone = await zoneOf((await planPointer(ports.store)).hash);
      const language = languageOf(context.req.header('accept-language'));
      return refuse(context, problemOfStart(started, request, { zone, language }));
    }
    context.header('location', `/v1/runs/${started.run.runId}`);
    return context.json(await readRunView(routes, started.run.runId), 202);
  };
}

type StartBody = z.output<typeof startSchema>;

/** A field that says nothing new is left out, so that `dryRun: false` and no `dryRun` are the same body. */
function requestOf({ instance, rule, target, when, reason, dryRun }: StartBody): Asked {
  return {
    instance,
    rule,
    target: target && targetOf(target),
    when,
    reason,
    ...(dryRun === true && { dryRun }),
  };
}

export function targetOf(target: NonNullable<StartBody['target']>): Target {
  if (typeof target === 'string') return { kind: target };
  return 'zone' in target ? { kind: 'zone', ...target } : { kind: 'nodes', ...target };
}
