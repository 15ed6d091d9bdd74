import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadDefinition } from '../../../shared/engine/load.ts';
import { substitute } from '../../../shared/workflow/definition.ts';
import { STEP_FUNCTIONS, type StepName } from '../../../shared/workflow/names.ts';
import { synthesise } from '../synthesise.ts';

const { service } = synthesise();

const machineSchema = z.object({
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.unknown()),
  StateMachineType: z.literal('STANDARD'),
  LoggingConfiguration: z.object({ Level: z.string(), IncludeExecutionData: z.boolean() }),
});

const [machine] = service.ofType('AWS::StepFunctions::StateMachine');
const properties = machineSchema.parse(machine?.[1].Properties);

/** What the deployment would put in the place of each `${name}`: the partition, and an ARN for each function. */
const values = Object.fromEntries(
  Object.entries(properties.DefinitionSubstitutions).map(([name, reference]) => [
    name,
    name === 'Partition' ? 'aws-cn' : `arn:aws-cn:lambda:cn-north-1:1:function:${functionIdIn(reference)}`,
  ]),
);

function functionIdIn(reference: unknown): string {
  return z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }).parse(reference)[
    'Fn::GetAtt'
  ][0];
}

/** As CloudFormation fills it in: by text, in the deployed string. */
const deployed: unknown = JSON.parse(
  properties.DefinitionString.replace(/\$\{(\w+)\}/g, (_whole, name: string) => values[name] ?? 'missing'),
);

const taskSchema = z.object({
  Type: z.literal('Task'),
  TimeoutSeconds: z.number(),
  Arguments: z.object({ FunctionName: z.string() }),
});

function tasks(): readonly (readonly [name: string, task: z.infer<typeof taskSchema>])[] {
  const { States } = z.object({ States: z.record(z.string(), z.unknown()) }).parse(deployed);
  return Object.entries(States).flatMap(([name, state]) => {
    const task = taskSchema.safeParse(state);
    return task.success ? [[name, task.data] as const] : [];
  });
}

describe('the deployed definition', () => {
  it('is, once filled in, the object that the engine runs', () => {
    expect(deployed).toEqual(substitute(values));
  });

  it('is accepted by the validator of the States Language', () => {
    expect(validate(deployed)).toMatchObject({ isValid: true, errors: [] });
  });

  it('is accepted by the embedded engine', () => {
    expect(() => loadDefinition(deployed)).not.toThrow();
  });

  it('is given a value for every name in it, and for no other', () => {
    const names = [...properties.DefinitionString.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);

    expect(Object.keys(properties.DefinitionSubstitutions).sort()).toEqual([...new Set(names)].sort());
  });

  it('is a standard workflow whose log holds errors and no data', () => {
    expect(properties.LoggingConfiguration).toEqual({ Level: 'ERROR', IncludeExecutionData: false });
  });
});

describe('each Task of it', () => {
  const named = Object.keys(STEP_FUNCTIONS);

  it('is one of the steps', () => {
    expect(tasks().map(([name]) => name)).toEqual(named);
  });

  it.each(tasks())('%s calls its own function and outwaits it', (name, task) => {
    const id = z.string().parse(task.Arguments.FunctionName.split(':').at(-1));
    const code = service.resources[id]?.Properties;
    const timeout = z.object({ Timeout: z.number() }).parse(code).Timeout;

    expect(code).toMatchObject({ Code: { ZipFile: `// ${fileOf(name)}` } });
    expect(task.TimeoutSeconds).toBeGreaterThan(timeout);
  });
});

const isStep = (name: string): name is StepName => name in STEP_FUNCTIONS;
const fileOf = (name: string): string => (isStep(name) ? STEP_FUNCTIONS[name].file : 'no step');
