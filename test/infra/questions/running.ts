import { STEP_FUNCTIONS } from '../../../shared/workflow/names.ts';
import { nameOf, withoutHash } from '../names.ts';
import { machineNameOf } from '../needs.ts';
import { differences, type Question, unlike } from '../question.ts';
import type { Stacks } from '../synthesise.ts';

/** Every function by its logical id, and how long it may run. */
const TIMEOUTS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    Object.entries(STEP_FUNCTIONS).map(([step, { functionTimeoutSeconds }]) => [
      `Run${step}`,
      functionTimeoutSeconds,
    ]),
  ),
  Due: 120,
  Settle: 120,
  Api: 28,
};

const functionsOf = ({ service }: Stacks) =>
  service
    .ofType('AWS::Lambda::Function')
    .map(([id, { Properties }]) => [withoutHash(id), Properties] as const);

export const RUNNING: readonly Question[] = [
  {
    question: 'Is every function there, and no other?',
    holds: (stacks) =>
      differences(
        functionsOf(stacks).map(([id]) => id),
        Object.keys(TIMEOUTS),
        {
          missing: 'no function',
          surplus: 'a function that is not listed',
        },
      ),
  },
  {
    question: 'Does each function run on Node 24 and arm64, for as long as its step may take?',
    holds: (stacks) =>
      functionsOf(stacks).flatMap(([id, properties]) => [
        ...unlike(id, properties, { Runtime: 'nodejs24.x', Architectures: ['arm64'], Timeout: TIMEOUTS[id] }),
        ...(typeof properties.MemorySize === 'number' ? [] : [`${id}: has no memory size`]),
      ]),
  },
  {
    question: 'Does each function run under its own role?',
    holds: (stacks) =>
      functionsOf(stacks)
        .filter(([id, { Role }]) => nameOf(Role) !== `${id}Role.Arn`)
        .map(([id, { Role }]) => `${id} runs under ${nameOf(Role)}`),
  },
  {
    question: 'Is there one machine, standard, under its own role?',
    holds: ({ service, deployment }) => {
      const machines = service.ofType('AWS::StepFunctions::StateMachine');
      return [
        ...(machines.length === 1 ? [] : [`${machines.length} machines`]),
        ...machines.flatMap(([, { Properties }]) => [
          ...unlike('the machine', Properties, {
            StateMachineType: 'STANDARD',
            // With or without a key: another name would be another machine.
            StateMachineName: machineNameOf(deployment.deployment),
            TracingConfiguration: { Enabled: true },
          }),
          ...(nameOf(Properties.RoleArn) === 'RunMachineRole.Arn' ? [] : ['it runs under another role']),
        ]),
      ];
    },
  },
  {
    question: 'Is there one bus for outcomes, of our own?',
    holds: ({ service }) => {
      const buses = service.ofType('AWS::Events::EventBus');
      return buses.length === 1 ? [] : [`${buses.length} buses`];
    },
  },
];
