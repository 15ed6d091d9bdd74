import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildMachine } from '../../shared/engine/children.ts';
import type { Execution, HistoryEvent } from '../../shared/engine/engine.ts';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import { type EmbeddedEngine, makeEngine } from '../../shared/engine/make-engine.ts';
import type { FaultInput } from '../../shared/local-volcengine/fault-schema.ts';
import { makeModel } from '../../shared/local-volcengine/model.ts';
import { readSeed } from '../../shared/local-volcengine/seed.ts';
import type { LanguageTag } from '../../shared/notify/catalogue.ts';
import type { Channel } from '../../shared/notify/channel.ts';
import { readPlan } from '../../shared/plan/read.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { eventDetailOf, sentenceFor, tokenAnswerOf } from '../../shared/runtime/closed-run.ts';
import { makeLeapingClock } from '../../shared/runtime/leaping-clock.ts';
import { makeMessenger } from '../../shared/runtime/messenger.ts';
import { makeModelRedis } from '../../shared/runtime/model-redis.ts';
import { makeWorkflowEngine } from '../../shared/runtime/workflow-engine.ts';
import { applyPlan } from '../../shared/steps/apply-plan.ts';
import type { Ports } from '../../shared/steps/ports.ts';
import { makeStop } from '../../shared/steps/stops.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { SECOND } from '../../shared/time/clock.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

/** Monday afternoon in Shanghai, the day before the practice's first night. */
const AFTERNOON = Date.parse('2026-11-23T14:10:00+08:00');

const READER = { language: 'en', zone: 'Asia/Shanghai' } as const;

/** People are not told here: the example is about workflows. */
const SILENT: Required<ParentOptions>['people'] = {
  channel: { pace: [], send: async () => ({ delivered: true }) },
  language: READER.language,
};

/** An example parent that has run, with the real workflow as its child, against the practice's plan and instances. */
export interface ParentRun {
  readonly execution: Execution;
  readonly events: readonly HistoryEvent[];
  /** The runs that were announced as closed, and the details of their events. */
  readonly closed: readonly { readonly run: Run; readonly detail: ReturnType<typeof eventDetailOf> }[];
  /** How many SwitchOver calls the endpoint executed. */
  readonly switched: number;
}

export interface ParentOptions {
  readonly input: unknown;
  readonly fault?: FaultInput;
  /** The scope of a stop that is in force. */
  readonly stop?: string;
  /** Who is told, and in which language. Default: nobody. */
  readonly people?: { readonly channel: Channel; readonly language: LanguageTag };
  /** Stands between the parent and Offpeak's machine. */
  readonly around?: (child: ChildMachine, parent: () => EmbeddedEngine) => ChildMachine;
}

/** Runs a parent of `examples/parents` to its end. */
export function runParent(file: string, options: ParentOptions): Promise<ParentRun> {
  return runParentText(readFileSync(join(EXAMPLES, 'parents', file), 'utf8'), options);
}

/**
 * Runs the text of a parent's definition to its end, on a clock that leaps: whatever differs from run to run is taken
 * from the example, so that two runs come out the same.
 */
export async function runParentText(
  text: string,
  { input, fault, stop, people = SILENT, around = (child) => child }: ParentOptions,
): Promise<ParentRun> {
  const seed = readSeed(
    readFileSync(join(EXAMPLES, 'practice.endpoint.yaml'), 'utf8'),
    'practice.endpoint.yaml',
  );
  const deadlines: { next?: () => number | undefined } = {};
  const clock = makeLeapingClock(AFTERNOON, () => deadlines.next?.());
  let ids = 0;
  const nextId = () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`;
  const model = makeModel({ clock, seed, ids: nextId });
  deadlines.next = () => model.nextDeadline();
  if (fault !== undefined) model.arm(fault);
  const redis = makeModelRedis({ model, seed, clock, random: () => 0.5, timeout: 10 * SECOND });
  const store = makeMemoryStore();
  await applyPlan({ store, clock }, practicePlan());
  if (stop !== undefined) await makeStop({ store, clock })({ scope: stop, by: 'ann', reason: 'storm' });
  const sentenceOf = sentenceFor(READER);
  const closed: { run: Run; detail: ReturnType<typeof eventDetailOf> }[] = [];
  const parents: { answer?: EmbeddedEngine['answer'] } = {};
  const ports: Omit<Ports, 'executions'> = {
    store,
    clock,
    redis: () => redis,
    announcer: {
      closed: async (run) =>
        void closed.push({ run, detail: eventDetailOf('practice', run, sentenceOf(run)) }),
      settled: async () => undefined,
      message: async () => undefined,
      unheard: async () => undefined,
      refuseToken: async (token, failure) => (await parents.answer?.(token, { failure })) ?? false,
      answerToken: async (token, run) =>
        (await parents.answer?.(token, tokenAnswerOf(run, sentenceOf(run)))) ?? false,
    },
    messenger: makeMessenger({ channel: () => people.channel, language: people.language }),
    log: { info: () => undefined, warn: () => undefined },
    unique: nextId,
    random: () => 0.5,
    settings: { deployment: 'practice', signatureLife: 30 * SECOND, requestTimeout: 10 * SECOND },
  };
  const onFault = (execution: string, stands: unknown) => {
    throw new Error(`Execution ${execution} stands still.`, { cause: stands });
  };
  const { engine: child } = makeWorkflowEngine({
    ports,
    sentenceOf,
    journal: makeMemoryJournal(),
    uuid: nextId,
    onFault,
  });
  const parent: EmbeddedEngine = makeEngine({
    definition: filledIn(text, child.identity.stateMachine.id),
    functions: {},
    machines: [around(child, () => parent)],
    journal: makeMemoryJournal(),
    clock,
    random: () => 0.5,
    ids: nextId,
    executionId: (name) => `embedded:execution:drill:${name}`,
    stateMachine: { id: 'embedded:stateMachine:drill', name: 'drill' },
    onFault,
  });
  parents.answer = parent.answer;
  await parent.start('monday', input);
  const execution = await parent.ended('monday');
  const switched = model.executed().filter(({ effect }) => effect === 'SwitchOver').length;
  return { execution, events: await parent.history('monday'), closed, switched };
}

/** The definition as a deployment fills it in. */
function filledIn(text: string, machineArn: string): unknown {
  return JSON.parse(text.replaceAll('${Partition}', 'aws').replaceAll('${OffpeakStateMachine}', machineArn));
}

function practicePlan() {
  const reading = readPlan(readFileSync(join(EXAMPLES, 'practice.plan.yaml'), 'utf8'));
  if ('faults' in reading) throw new Error(reading.faults.map(({ sentence }) => sentence).join(' '));
  return reading.plan;
}
