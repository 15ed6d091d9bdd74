import { expect, it } from 'vitest';
import { z } from 'zod';
import { readBy } from '../../shared/local-volcengine/schema-faults.ts';

const schema = z.strictObject({
  kind: z.enum(['small', 'large']),
  size: z.int(),
  inner: z.strictObject({ name: z.string() }).optional(),
});

it('gives what the schema reads', () => {
  expect(readBy(schema, { kind: 'small', size: 1 })).toEqual({ data: { kind: 'small', size: 1 } });
});

it('lists every fault where it is', () => {
  expect(readBy(schema, { kind: 'smal', szie: 2, inner: { nam: 1, name: 'x' } }).faults).toEqual([
    { path: ['kind'], message: 'unknown value "smal"; did you mean small?' },
    { path: ['size'], message: 'is missing' },
    { path: ['inner', 'nam'], message: 'unknown key "nam"; did you mean name?' },
    { path: ['szie'], message: 'unknown key "szie"; did you mean size?' },
  ]);
});

it('lists the valid words where none is near', () => {
  expect(readBy(schema, { kind: 'gigantic', size: 1 }).faults).toEqual([
    { path: ['kind'], message: 'unknown value "gigantic"; valid are small, large' },
  ]);
});
