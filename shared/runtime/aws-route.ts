import type { MiddlewareHandler } from 'hono';
import * as z from 'zod/mini';
import { type Problem, refuse } from '../api/problem.ts';

const routedSchema = z.object({ event: z.object({ routeKey: z.string() }) });

/**
 * Lets a request through only to the route for which the gateway has authorised it.
 *
 * The gateway goes by the path as it came, and hands it over decoded; a URL made of it loses its dot segments and what
 * follows a `?` or `#`. So `PUT /v1/stops/../plan`, allowed as a stop, would put a plan in force. What the app is asked
 * for must therefore still be an address of that route (HTTP API payload format 2.0, `routeKey`).
 */
export const onItsRoute: MiddlewareHandler = async (context, next) => {
  const read = routedSchema.safeParse(context.env);
  const asked = `${context.req.method} ${context.req.path}`;
  if (read.success && patternOf(read.data.event.routeKey).test(asked)) return await next();
  return refuse(context, ANOTHER_ROUTE);
};

/** `PUT /v1/stops/{scope+}` as an expression: `{id}` is one segment, `{scope+}` one or more. */
function patternOf(routeKey: string): RegExp {
  const parts = routeKey.split(/(\{[^}]+\})/).map((part) => {
    if (!part.startsWith('{')) return part.replace(/[^\w/ ]/g, '\\$&');
    return part.endsWith('+}') ? '.+' : '[^/]+';
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}

const ANOTHER_ROUTE: Problem = {
  kind: 'bad-request',
  code: 'ANOTHER_ROUTE',
  detail: 'This path leads to another address than the one for which the request was authorised.',
};
