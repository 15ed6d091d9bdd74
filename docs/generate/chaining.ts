import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultInput } from '../../shared/local-volcengine/fault-schema.ts';
import { EVENT_SOURCE } from '../../shared/runtime/aws-announcer.ts';
import { TABLE_B } from '../../shared/switchover/consequences.ts';
import { EVENT_KINDS } from '../event-schemas.ts';
import type { Blocks } from './blocks.ts';
import { fenced, table } from './markdown.ts';
import { type ParentRun, runParent } from './parents.ts';

const PARENTS = join(import.meta.dirname, '..', '..', 'examples', 'parents');

export const DRILL = { rule: 'solo', reason: 'Failover drill of the orders team' };

/** The endpoint answers with an error that does not say whether it switched, and did not. */
export const LOST: FaultInput = { fault: 'server-error', action: 'SwitchOver', times: 1, executes: false };

/** What the example parents send and get, from their own definitions and from runs of them. */
export async function chainingBlocks(): Promise<Blocks> {
  const [end, answer] = ['wait-for-end.asl.json', 'wait-for-answer.asl.json'] as const;
  const proven = await runParent(end, { input: DRILL });
  const lost = { input: DRILL, fault: LOST };
  return {
    'chaining-end-state': json(stateOf(end)),
    'chaining-end-success': json(resultOf(proven)),
    'chaining-end-failure': json(errorOf(await runParent(end, lost))),
    events: eventsTable(),
    'events-example': json(eventOf(proven)),
    'chaining-answer-state': json(stateOf(answer)),
    'chaining-answer-success': json(resultOf(await runParent(answer, { input: DRILL }))),
    'chaining-answer-failure': json(errorOf(await runParent(answer, lost))),
  };
}

function stateOf(file: string): unknown {
  return JSON.parse(readFileSync(join(PARENTS, file), 'utf8')).States.SwitchOver;
}

/** `$states.result` of the Task. */
const resultOf = (run: ParentRun): unknown => dataOf(run, 'TaskSucceeded').output;

/** `$states.errorOutput` of the Task, its Cause read as the JSON that it is. */
function errorOf(run: ParentRun): unknown {
  const { error, cause } = dataOf(run, 'TaskFailed');
  return { Error: error, '$parse(Cause)': JSON.parse(cause) };
}

const eventsTable = (): string =>
  table(
    ['detail type', 'when', 'schema'],
    Object.entries(EVENT_KINDS).map(([detailType, { when }]) => [
      `\`${detailType}\``,
      when,
      `[JSON Schema](events/${detailType}.schema.json)`,
    ]),
  );

/** The event of the run's close, held to its own schema. */
function eventOf({ closed }: ParentRun): unknown {
  const [first] = closed;
  if (first?.run.outcome === undefined) throw new Error('No run was announced.');
  const detailType = TABLE_B[first.run.outcome].event;
  const event = { source: EVENT_SOURCE, 'detail-type': detailType, detail: first.detail };
  EVENT_KINDS[detailType]?.schema.parse(JSON.parse(JSON.stringify(event)));
  return event;
}

function dataOf({ events }: ParentRun, type: string) {
  const event = events.find((one) => one.type === type);
  if (event === undefined) throw new Error(`The parent's history has no ${type}.`);
  return Object(event.data);
}

/** Executions of this process are shown by ARNs, as they have them on AWS. */
const json = (value: unknown): string =>
  fenced(
    'json',
    JSON.stringify(value, null, 2).replaceAll('embedded:', 'arn:aws:states:<region>:<account>:'),
  );
