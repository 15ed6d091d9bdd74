import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { FUNCTION_NAMES, type FunctionName } from '../../infra/function-names.ts';
import { EnvironmentRefused } from '../../shared/runtime/aws-environment.ts';
import { STEP_FUNCTIONS } from '../../shared/workflow/names.ts';
import { synthesise } from '../infra/synthesise.ts';

const { service } = synthesise();

const context = { getRemainingTimeInMillis: () => 1_000 };
const moduleSchema = z.object({
  handler: z.custom<(event: unknown, context: unknown) => Promise<unknown>>(
    (value) => typeof value === 'function',
  ),
});

/** What the handler says is missing when nothing is set. Loading it must do nothing by itself. */
async function missingIn(name: FunctionName): Promise<readonly string[]> {
  const { handler } = moduleSchema.parse(await import(`../../functions/${name}.ts`));
  const error = await Promise.resolve(handler({}, context)).catch((thrown: unknown) => thrown);
  if (!(error instanceof EnvironmentRefused)) throw error;
  return error.faults.map((fault) => fault.replace(' is missing', ''));
}

const functionSchema = z.object({
  Code: z.object({ ZipFile: z.string() }),
  Timeout: z.number(),
  Handler: z.literal('index.handler'),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});

const deployed = new Map(
  service.ofType('AWS::Lambda::Function').map(([, { Properties }]) => {
    const read = functionSchema.parse(Properties);
    return [read.Code.ZipFile.replace('// ', ''), read] as const;
  }),
);

describe.each(FUNCTION_NAMES)('the function %s', (name) => {
  it('names every variable that it misses, at once', async () => {
    const missing = await missingIn(name);

    expect(missing.length).toBeGreaterThanOrEqual(2);
    expect(missing).toEqual(expect.arrayContaining(['OFFPEAK_DEPLOYMENT', 'OFFPEAK_TABLE']));
  });

  it('is given every variable that it needs by its stack', async () => {
    const given = Object.keys(deployed.get(name)?.Environment.Variables ?? {});

    expect(given).toEqual(expect.arrayContaining([...(await missingIn(name))]));
  });
});

describe("the steps' functions", () => {
  it.each(Object.values(STEP_FUNCTIONS))(
    '$file stops when its table says',
    ({ file, functionTimeoutSeconds }) => {
      expect(deployed.get(file)?.Timeout).toBe(functionTimeoutSeconds);
    },
  );
});
