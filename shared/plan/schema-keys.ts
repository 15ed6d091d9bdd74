import * as z from 'zod';
import type { Path } from './faults.ts';

/** The keys that a form knows at a path, so that the nearest one can be named. None where it is not a mapping. */
export function keysAt(form: z.core.$ZodType, path: Path): readonly string[] {
  const [step, ...rest] = path;
  const plain = unwrapped(form);
  if (step === undefined) return plain instanceof z.ZodObject ? Object.keys(plain.shape) : [];
  const inner = innerAt(plain, step);
  return inner === undefined ? [] : keysAt(inner, rest);
}

function innerAt(form: z.core.$ZodType, step: string | number): z.core.$ZodType | undefined {
  if (form instanceof z.ZodObject)
    return new Map<string, z.core.$ZodType>(Object.entries(form.shape)).get(String(step));
  if (form instanceof z.ZodRecord) return form.valueType;
  return form instanceof z.ZodArray ? form.element : undefined;
}

function unwrapped(form: z.core.$ZodType): z.core.$ZodType {
  if (form instanceof z.ZodOptional || form instanceof z.ZodExactOptional) return unwrapped(form.unwrap());
  return form;
}
