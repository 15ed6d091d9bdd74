import type { z } from 'zod';
import type { Stop } from '../protocol/control.ts';
import { listStops, makeResume, makeStop, type Stopped } from '../steps/stops.ts';
import { readBody } from './body.ts';
import { check, type Fault } from './faults.ts';
import { isoOf } from './instant.ts';
import { faulty, type Problem, refuse } from './problem.ts';
import { reasonSchema, stopAddressSchema } from './requests.ts';
import type { Routes } from './routes.ts';
import type { stopListSchema, stopSchema } from './view-schema.ts';

/** The scope holds a slash for an instance; some gateways decode `%2F` before we see it, so both forms are taken. */
const ONE_STOP = '/v1/stops/:scope{.+}';

/** `GET /v1/stops`, `PUT /v1/stops/{scope}` and `DELETE /v1/stops/{scope}`. */
export function stopRoutes({ api, ports, caller }: Routes): void {
  const stop = makeStop(ports);
  const resume = makeResume(ports);

  api.get('/v1/stops', async (context) => {
    const body: z.infer<typeof stopListSchema> = { stops: (await listStops(ports)).map(viewStop) };
    return context.json(body);
  });

  api.put(ONE_STOP, async (context) => {
    const address = check('path', stopAddressSchema, context.req.param());
    const body = await readBody(context.req.raw, reasonSchema);
    if (body.problem !== undefined) return refuse(context, body.problem);
    if (address.faults !== undefined || body.faults !== undefined) {
      return refuse(context, faulty([...(address.faults ?? []), ...(body.faults ?? [])]));
    }
    const { scope } = address.value;
    const by = caller(context);
    const stopped = await stop({ scope, by, reason: body.value.reason });
    if (!stopped.stopped) return refuse(context, noStop(scope, stopped));
    ports.log.info({ what: 'stopped', data: { scope, by } });
    return context.json(viewStop(stopped.stop));
  });

  api.delete(ONE_STOP, async (context) => {
    const address = check('path', stopAddressSchema, context.req.param());
    if (address.faults !== undefined) return refuse(context, faulty(address.faults));
    const { scope } = address.value;
    if (!(await resume(scope))) return refuse(context, NO_STOP);
    ports.log.info({ what: 'stop lifted', data: { scope, by: caller(context) } });
    return context.body(null, 204);
  });
}

function noStop(scope: string, stopped: Exclude<Stopped, { stopped: true }>): Problem {
  if (stopped.what === 'unknown scope') return faulty(NO_SCOPE);
  const meant = stopped.nearest === undefined ? '' : ` Did you mean ${stopped.nearest}?`;
  return {
    kind: 'not-found',
    code: 'STOP_MATCHES_NOTHING',
    detail: `Nothing in the plan in force is called ${scope}, so a stop of it would halt nothing.${meant}`,
  };
}

const NO_STOP: Problem = {
  kind: 'not-found',
  code: 'NO_SUCH_STOP',
  detail: 'No stop of this scope is in force.',
};
const NO_SCOPE: readonly Fault[] = [
  { path: 'path/scope', sentence: 'This is no scope that a stop can have.' },
];

const viewStop = ({ scope, by, reason, at }: Stop): z.infer<typeof stopSchema> => ({
  scope,
  by,
  reason,
  at: isoOf(at),
});
