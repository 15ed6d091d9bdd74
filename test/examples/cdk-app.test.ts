import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { DRILL, LOST } from '../../docs/generate/chaining.ts';
import { runParentText } from '../../docs/generate/parents.ts';
import { failing } from './failing-state.ts';

const APP = join(import.meta.dirname, '..', '..', 'examples', 'cdk', 'app.ts');
const assembly = mkdtempSync(join(tmpdir(), 'offpeak-example-'));

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});
let resources: z.infer<typeof templateSchema>['Resources'] = {};

beforeAll(() => {
  execFileSync(process.execPath, [APP], { env: { ...process.env, CDK_OUTDIR: assembly }, stdio: 'pipe' });
  ({ Resources: resources } = templateSchema.parse(
    JSON.parse(readFileSync(join(assembly, 'orders.template.json'), 'utf8')),
  ));
}, 120_000);
afterAll(() => rmSync(assembly, { recursive: true, force: true }));

/** The workflow's definition as CloudFormation would join it, with our substitutions in the place of its references. */
function definitionOfDrill(): string {
  const joined = z
    .object({ DefinitionString: z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) }) })
    .parse(drill());
  const [, parts] = joined.DefinitionString['Fn::Join'];
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      return JSON.stringify(part).includes('AWS::Partition') ? '${Partition}' : '${OffpeakStateMachine}';
    })
    .join('');
}

const drill = () =>
  Object.entries(resources).find(
    ([id, { Type }]) => id.startsWith('Drill') && Type === 'AWS::StepFunctions::StateMachine',
  )?.[1].Properties;

describe('the example app', () => {
  it('is synthesised with bundled functions, as a user writes it', () => {
    const types = Object.values(resources).map(({ Type }) => Type);

    expect(types.filter((type) => type === 'AWS::Lambda::Function').length).toBeGreaterThanOrEqual(7);
    expect(types.filter((type) => type === 'AWS::StepFunctions::StateMachine')).toHaveLength(2);
  });

  it('has a workflow that goes on once the roles have moved', async () => {
    const { execution, switched } = await runParentText(forPractice(definitionOfDrill()), { input: {} });

    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'SUCCEEDED' } });
    expect(switched).toBe(1);
  });

  it('has a workflow that stops for a person where nobody knows', async () => {
    const { execution } = await runParentText(forPractice(definitionOfDrill()), { input: {}, fault: LOST });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'HeldForAPerson' });
  });

  it.each([
    ['FAILED', 'NotSwitched'],
    ['InputRefused', 'NotSwitched'],
    ['States.Timeout', 'NotKnown'],
    ['StepFunctions.ExecutionLimitExceededException', 'NotKnown'],
  ])('has a workflow that takes %s for %s', async (error, ended) => {
    const { execution, starts } = await failing(forPractice(definitionOfDrill()), { error });

    expect(execution).toMatchObject({ status: 'FAILED', error: ended });
    expect(starts).toBe(1);
  });
});

/** The practice's plan calls its rule otherwise. */
const forPractice = (definition: string): string =>
  definition.replace('"orders-home"', JSON.stringify(DRILL.rule));
