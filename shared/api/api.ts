import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { Ports } from '../steps/ports.ts';
import { problemOf } from './errors.ts';
import { healthRoutes } from './health.ts';
import { overrideRoutes } from './overrides.ts';
import { planRoutes } from './plan-routes.ts';
import { type Problem, refuse } from './problem.ts';
import { refusedRoutes } from './refused.ts';
import type { Routes } from './routes.ts';
import { runRoutes } from './runs.ts';
import { securityHeaders } from './security-headers.ts';
import { startRoutes } from './start-run.ts';
import { stopRoutes } from './stops.ts';
import type { Unserved } from './unserved.ts';
import { makeZones } from './zones.ts';

export interface ApiOptions {
  readonly ports: Ports;
  /** Who asks: what stands in the record as `by`. Whoever gets here has been let in by `guard` or by the gateway. */
  readonly caller: (context: Context) => string;
  /** Asked before any route: `localGuard`, or `onItsRoute` behind the gateway, which has authorised the request for one. */
  readonly guard?: MiddlewareHandler;
  /** What of a plan this composition was not given. Without it every sound plan is taken. */
  readonly unserved?: Unserved;
  /** Adds routes of its own: what only this composition can be asked. */
  readonly also?: (api: Hono) => void;
}

/**
 * Makes the HTTP API: the same app behind API Gateway (`hono/aws-lambda`) and on a local port (`@hono/node-server`).
 *
 * It decides nothing: it parses, calls one verb of `shared/steps`, and says what came of it. What is wrong with a request
 * is answered before anything is read, written or started. Every refusal is a problem (RFC 9457), also an unknown route.
 */
export function makeApi({ ports, caller, guard, unserved = () => [], also }: ApiOptions): Hono {
  const api = new Hono();
  const routes: Routes = { api, ports, caller, zoneOf: makeZones(ports.store), unserved };
  api.use(securityHeaders);
  if (guard !== undefined) api.use(guard);
  healthRoutes(routes);
  startRoutes(routes);
  overrideRoutes(routes);
  runRoutes(routes);
  stopRoutes(routes);
  refusedRoutes(routes);
  planRoutes(routes);
  also?.(api);
  otherMethods(api);
  api.notFound((context) => refuse(context, NO_ROUTE));
  api.onError((error, context) => refuse(context, problemOf(error, ports)));
  return api;
}

const NO_ROUTE: Problem = { kind: 'not-found', code: 'NO_ROUTE', detail: 'This API has no such address.' };

/** A known address with another method says which ones it takes. Added last, so that it only gets what is left over. */
function otherMethods(api: Hono): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of api.routes) {
    if (method !== 'ALL') methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  for (const [path, allowed] of methods) {
    const allow = [...allowed].sort().join(', ');
    const detail = `This address takes ${allow}.`;
    api.all(path, (context) => {
      context.header('allow', allow);
      return refuse(context, { kind: 'method-not-allowed', code: 'METHOD_NOT_ALLOWED', detail });
    });
  }
}
