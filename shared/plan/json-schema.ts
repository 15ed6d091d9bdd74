import * as z from 'zod';
import { planForm } from './schema.ts';

/**
 * The JSON Schema of a plan, for editors: completion and red lines while writing.
 *
 * It describes the form of each value only. `readPlan` decides; it finds more than a JSON Schema can say. Draft 7,
 * which the YAML servers of editors know best.
 */
export function planJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(planForm, { io: 'input', target: 'draft-7' });
  return { $schema, title: 'Offpeak plan', ...rest };
}
