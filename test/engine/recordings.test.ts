import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TaskFunction } from '../../shared/engine/engine.ts';
import { DefinitionRefused } from '../../shared/engine/errors.ts';
import { loadDefinition } from '../../shared/engine/load.ts';
import { named, run } from './harness.ts';

const CASES = z
  .array(
    z.object({
      id: z.string(),
      definition: z.unknown(),
      input: z.unknown(),
      functions: z.record(z.string(), z.enum(['echo', 'raise'])),
      expected: z.object({
        status: z.string(),
        output: z.unknown().optional(),
        error: z.string().optional(),
        cause: z.string().optional(),
        entered: z.array(z.string()),
        eventTypes: z.array(z.string()),
      }),
    }),
  )
  .parse(
    JSON.parse(readFileSync(new URL('../recordings/states-language-jsonata.json', import.meta.url), 'utf8')),
  );

const BEHAVIOURS: Record<'echo' | 'raise', TaskFunction> = {
  echo: async (event) => event,
  raise: async () => {
    throw named('Exception', 'Some exception was raised.');
  },
};

/** The refusal of a case, or nothing when it lies in the subset. */
function refusalOf(definition: unknown): DefinitionRefused | undefined {
  try {
    loadDefinition(definition);
    return undefined;
  } catch (refused) {
    if (refused instanceof DefinitionRefused) return refused;
    throw refused;
  }
}

/** Drops what a recording cannot share with us: transport fields, and the language's own part of a function's error. */
function comparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null), (key, part: unknown) => {
    if (key === 'SdkHttpMetadata' || key === 'SdkResponseMetadata') return undefined;
    if (key !== 'Cause' || typeof part !== 'string' || !part.startsWith('{')) return part;
    const { stackTrace, requestId, trace, ...rest } = JSON.parse(part);
    return rest;
  });
}

/** Where a recording says `date` it had a timestamp: the one that we gave it. */
function withoutDates(expected: unknown, got: unknown): unknown {
  if (expected === 'date' && typeof got === 'string') return got;
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) return expected;
  const gotFields = new Map(Object.entries(Object(got)));
  return Object.fromEntries(
    Object.entries(expected).map(([name, part]) => [name, withoutDates(part, gotFields.get(name))]),
  );
}

const inSubset = CASES.filter(({ definition }) => refusalOf(definition) === undefined);
const refused = CASES.filter(({ definition }) => refusalOf(definition) !== undefined);

describe('executions recorded from the service', () => {
  it('are all accounted for: none is skipped', () => {
    expect({ all: CASES.length, inSubset: inSubset.length, refused: refused.length }).toEqual({
      all: 56,
      inSubset: 36,
      refused: 20,
    });
  });

  it.each(inSubset)('$id runs as it did there', async ({ definition, input, functions, expected }) => {
    const behaviours = Object.fromEntries(
      Object.entries(functions).map(([name, kind]) => [name, BEHAVIOURS[kind]]),
    );

    const { execution, entered, types, faults } = await run(definition, input, { functions: behaviours });

    expect(faults).toEqual([]);
    const { status, output, error, cause } = execution;
    expect({ status, error, cause, entered, types, output: comparable(output) }).toEqual({
      status: expected.status,
      error: expected.error,
      cause: expected.cause,
      entered: expected.entered,
      types: expected.eventTypes,
      output: withoutDates(comparable(expected.output), comparable(output)),
    });
  });

  it.each(refused)('$id is refused at load, for a Map or Parallel', ({ definition }) => {
    const faults = refusalOf(definition)?.faults ?? [];

    expect(faults.length).toBeGreaterThan(0);
    for (const { state, field, message } of faults) {
      expect({ state, field, message }).toEqual({
        state: expect.any(String),
        field: 'Type',
        message: expect.stringMatching(/^"(Map|Parallel)" is not interpreted/),
      });
    }
  });
});
