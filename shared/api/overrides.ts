import { MINUTE } from '../time/clock.ts';
import { overrideSchema } from './requests.ts';
import type { Routes } from './routes.ts';
import { makeAccepting, targetOf } from './start-run.ts';

/**
 * `POST /v1/overrides`: a start at once with one gate overridden, a route of its own so that it has a permission of its own.
 * Whoever asks stands in the record, with the reason.
 */
export function overrideRoutes(routes: Routes): void {
  const accept = makeAccepting(routes);
  routes.api.post('/v1/overrides', (context) =>
    accept(context, overrideSchema, ({ instance, rule, target, gate, minutes, reason }) => ({
      instance,
      rule,
      target: target && targetOf(target),
      when: 'now',
      reason,
      override: { gate, ...(minutes !== undefined && { lasts: minutes * MINUTE }) },
    })),
  );
}
