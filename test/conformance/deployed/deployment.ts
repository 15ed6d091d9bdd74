import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { FUNCTION_NAMES, type FunctionName } from '../../../infra/function-names.ts';
import { makeMemoryJournal } from '../../../shared/engine/journal-memory.ts';
import { type EmbeddedEngine, makeEngine } from '../../../shared/engine/make-engine.ts';
import { type Model, makeModel } from '../../../shared/local-volcengine/model.ts';
import { seedFrom } from '../../../shared/local-volcengine/seed.ts';
import type { SeedInput } from '../../../shared/local-volcengine/seed-schema.ts';
import { type Endpoint, startEndpoint } from '../../../shared/local-volcengine/server.ts';
import { type LeapingClock, makeLeapingClock } from '../../../shared/runtime/leaping-clock.ts';
import type { Instant } from '../../../shared/time/clock.ts';
import { type LocalTable, openLocalTable } from '../local-table.ts';
import { type Assembly, synthesiseAssembly } from './assembly.ts';
import { openStandIn, type StandIn } from './aws-stand-in.ts';
import { deployedServices, type Heard, nothingHeard } from './deployed-services.ts';
import { openFronts } from './fronts.ts';
import { type MessageReceivers, openMessageReceivers } from './message-receivers.ts';
import { type DeployedFunction, makeSandboxes, type Sandboxes } from './sandboxes.ts';
import { type Physical, PSEUDO, type Resource, resolved } from './template.ts';

const VENDOR = 'redis.cn-beijing.volcengineapi.com';
const awsHost = (service: string): string => `${service}.${PSEUDO['AWS::Region']}.amazonaws.com`;
const STOOD_IN = ['secretsmanager', 'events', 'states', 'sqs'];
const HERE = `${PSEUDO['AWS::Region']}:${PSEUDO['AWS::AccountId']}`;

/** The keys of the practice's account. What they are must never be written anywhere. */
export const SECRET = { accessKeyId: 'AKLTCONFORMANCE', secretAccessKey: `canary-${randomUUID()}` };

/** The service as its templates describe it, on this machine. */
export interface Deployment {
  readonly clock: LeapingClock;
  readonly table: LocalTable;
  readonly model: Model;
  readonly engine: EmbeddedEngine;
  readonly heard: Heard;
  readonly sandboxes: Sandboxes;
  readonly standIn: StandIn;
  readonly receivers: MessageReceivers;
  readonly faults: readonly unknown[];
  /** Calls a function by its name in `functions/`. */
  call(name: FunctionName, event: unknown): Promise<unknown>;
  close(): Promise<void>;
}

const functionSchema = z.object({
  Code: z.object({ S3Key: z.string() }),
  Description: z.string(),
  MemorySize: z.number(),
  Timeout: z.number(),
  Handler: z.literal('index.handler'),
  Runtime: z.literal('nodejs24.x'),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});
const machineSchema = z.object({
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.unknown()),
});

/**
 * Puts the synthesised service on this machine: the bundles out of the assembly's assets, each with the environment of the
 * template; the definition out of the template in our engine; DynamoDB Local, the local endpoint, receivers of messages and a
 * stand-in for the other services, each over TLS behind the name of what it stands for. Time leaps to the next deadline when all wait.
 */
export async function deployHere(start: Instant, seed: SeedInput): Promise<Deployment> {
  const assembly = synthesiseAssembly({
    deployment: 'conformance',
    signatureLifeSeconds: 30,
    notify: { secrets: ['offpeak/pager', 'offpeak/inside'], topics: [] },
  });
  const table = await openLocalTable();
  const deadlines: { next?: () => number | undefined } = {};
  const clock = makeLeapingClock(start, () => deadlines.next?.());
  const model = makeModel({ clock, seed: seedFrom(seed), ids: randomUUID });
  deadlines.next = () => model.nextDeadline();
  const endpoint = await startEndpoint({ model, clock, credentials: seedFrom(seed).credentials, port: 0 });
  const receivers = await openMessageReceivers(clock);
  const heard = nothingHeard();
  const faults: unknown[] = [];
  let engine: EmbeddedEngine | undefined;
  const started = () => {
    if (engine === undefined) throw new Error('the engine is not there yet');
    return engine;
  };
  const machine = physicalMachine(assembly);
  const standIn = await openStandIn(
    deployedServices({
      secrets: { 'offpeak/prod': SECRET, ...receivers.secrets },
      engine: started,
      executionArn: (name) => `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`,
      heard,
    }),
  );
  const fronts = await openFronts({
    [VENDOR]: endpoint.url,
    [awsHost('dynamodb')]: table.endpoint,
    ...receivers.endpoints,
    ...Object.fromEntries(STOOD_IN.map((service) => [awsHost(service), standIn.endpoint])),
  });
  const sandboxes = makeSandboxes(clock);
  const physical = physicalIn(table.tableName, machine.arn);
  const functions = functionsOf(assembly, physical, {
    hosts: fronts.ports,
    addresses: receivers.addresses,
    platform: {
      AWS_REGION: PSEUDO['AWS::Region'] ?? '',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      NODE_EXTRA_CA_CERTS: fronts.certificate,
    },
  });
  engine = makeEngine({
    definition: machine.definition(physical),
    functions: Object.fromEntries(
      [...functions.values()].map((each) => [each.id, (payload: unknown) => sandboxes.call(each, payload)]),
    ),
    journal: makeMemoryJournal(),
    clock,
    random: Math.random,
    ids: randomUUID,
    onFault: (_execution, fault) => faults.push(fault),
    executionId: (name) => `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`,
    stateMachine: { id: machine.arn, name: machine.id },
  });
  return {
    clock,
    table,
    model,
    engine,
    heard,
    sandboxes,
    standIn,
    receivers,
    faults,
    async call(name, event) {
      const called = functions.get(name);
      if (called === undefined) throw new Error(`no function ${name} is deployed`);
      return await sandboxes.call(called, event);
    },
    async close() {
      await closeAll(engine, endpoint, [sandboxes, standIn, fronts, table], assembly);
      await receivers.close();
    },
  };
}

async function closeAll(
  engine: EmbeddedEngine | undefined,
  endpoint: Endpoint,
  others: readonly { close(): void }[],
  assembly: Assembly,
): Promise<void> {
  await engine?.close();
  for (const other of others) other.close();
  await endpoint.close();
  assembly.remove();
}

function physicalMachine({ service, data }: Assembly) {
  const [found, ...more] = Object.entries(service.Resources).filter(
    ([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine',
  );
  if (found === undefined || more.length > 0) throw new Error('the service has not just one state machine');
  const [id, { Properties }] = found;
  const { DefinitionString, DefinitionSubstitutions } = machineSchema.parse(Properties);
  return {
    id,
    arn: `arn:aws:states:${HERE}:stateMachine:${id}`,
    /** As CloudFormation fills it in: by text, in the deployed string. */
    definition(physical: Physical): unknown {
      const values = z
        .record(z.string(), z.string())
        .parse(resolved(DefinitionSubstitutions, service, [data, service], physical));
      return JSON.parse(
        DefinitionString.replace(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole),
      );
    },
  };
}

/** What `Ref` and `Fn::GetAtt` of each kind of resource answer here. */
function physicalIn(tableName: string, machineArn: string): Physical {
  const kinds: Readonly<Record<string, (id: string, attribute: string | undefined) => string>> = {
    'AWS::DynamoDB::Table': (_id, attribute) =>
      attribute === 'Arn' ? `arn:aws:dynamodb:${HERE}:table/${tableName}` : tableName,
    'AWS::Lambda::Function': (id, attribute) =>
      attribute === 'Arn' ? `arn:aws:lambda:${HERE}:function:${id}` : id,
    'AWS::StepFunctions::StateMachine': () => machineArn,
    'AWS::SQS::Queue': (id, attribute) =>
      attribute === 'Arn'
        ? `arn:aws:sqs:${HERE}:${id}`
        : `https://${awsHost('sqs')}/${PSEUDO['AWS::AccountId']}/${id}`,
    'AWS::Events::EventBus': (id) => id,
  };
  return (id, { Type }: Resource, attribute) => kinds[Type]?.(id, attribute) ?? id;
}

type Placed = DeployedFunction & { readonly id: string };

function functionsOf(
  { folder, service, data }: Assembly,
  physical: Physical,
  around: {
    readonly hosts: Readonly<Record<string, number>>;
    readonly addresses: Readonly<Record<string, string>>;
    readonly platform: Readonly<Record<string, string>>;
  },
): ReadonlyMap<string, Placed> {
  const { platform, ...orders } = around;
  const placed = Object.entries(service.Resources)
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(([id, { Properties }]): Placed => {
      const { Code, MemorySize, Timeout, Environment } = functionSchema.parse(Properties);
      const variables = z
        .record(z.string(), z.string())
        .parse(resolved(Environment.Variables, service, [data, service], physical));
      const asset = join(folder, `asset.${Code.S3Key.replace(/\.zip$/, '')}`, 'index.mjs');
      return {
        id,
        name: nameIn(id),
        memoryMegabytes: MemorySize,
        timeoutSeconds: Timeout,
        environment: { ...variables, ...platform },
        orders: { ...orders, bundle: pathToFileURL(asset).href },
      };
    });
  return new Map(placed.map((each) => [each.name, each]));
}

/** The file of a function by its logical id, which ends in its construct's name and eight digits of the template's own. */
function nameIn(id: string): FunctionName {
  const name = FUNCTION_NAMES.find((each) => id.slice(0, -8).endsWith(pascal(each)));
  if (name === undefined) throw new Error(`${id} is none of our functions`);
  return name;
}

const pascal = (name: string): string =>
  name
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
