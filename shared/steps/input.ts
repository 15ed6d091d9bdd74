import * as z from 'zod/mini';
import { InputRefused } from './errors.ts';

interface Schema<Output> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: Output }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
}

/** Reads a step's input. Throws `InputRefused` with every fault and its path. */
export function readInput<Output>(step: string, schema: Schema<Output>, value: unknown): Output {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputRefused(
    step,
    parsed.error.issues.map(
      ({ path, message }) => `${path.length > 0 ? path.join('.') : 'input'}: ${message}`,
    ),
  );
}

const ofRunSchema = z.object({ runId: z.string(), execution: z.string() });

/** The input of every step after CheckWindow: which run, and which execution asks. */
export const readOfRun = (step: string, value: unknown): { runId: string; execution: string } =>
  readInput(step, ofRunSchema, value);
