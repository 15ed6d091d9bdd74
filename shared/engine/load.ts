import { DefinitionRefused, type Fault } from './errors.ts';
import {
  COMMON_FIELDS,
  isStateType,
  MACHINE_FIELDS,
  STATE_FIELDS,
  type StateType,
  whyRefused,
} from './fields.ts';
import { isObject, type JsonObject } from './json.ts';
import type { Machine, State } from './machine.ts';
import { transitionFaults } from './reachability.ts';
import { FieldReader, type Gathered } from './reader.ts';
import { readChoice } from './states/choice.ts';
import { readFail } from './states/fail.ts';
import { readPass } from './states/pass.ts';
import { readSucceed } from './states/succeed.ts';
import { readTask } from './states/task.ts';
import { readWait } from './states/wait.ts';

const READERS: { readonly [type in StateType]: (reader: FieldReader) => State } = {
  Pass: readPass,
  Task: readTask,
  Choice: readChoice,
  Wait: readWait,
  Succeed: readSucceed,
  Fail: readFail,
};

/** A state's name may have at most this many characters (service's quota). */
const NAME_LIMIT = 80;

/**
 * Reads a definition of the Amazon States Language, or throws `DefinitionRefused` with every fault in it.
 *
 * Accepts only what the engine interprets exactly as the service does; `docs/states-language.md` is the list. All
 * JSONata is parsed here, so that no expression fails to parse in the middle of a night.
 */
export function loadDefinition(definition: unknown): Machine {
  if (!isObject(definition)) {
    throw new DefinitionRefused([{ field: 'States', message: 'the definition must be a JSON object.' }]);
  }
  const states = isObject(definition.States) ? definition.States : {};
  const gathered: Gathered = {
    faults: [],
    targets: [],
    functionNames: [],
    machineArns: [],
    variables: assignedNames(states),
  };
  checkMachine(definition, gathered.faults);
  const read = new Map<string, State>();
  for (const [name, fields] of Object.entries(states)) {
    const state = readState(name, fields, definition.QueryLanguage, gathered);
    if (state !== undefined) read.set(name, state);
  }
  const startAt = typeof definition.StartAt === 'string' ? definition.StartAt : '';
  gathered.faults.push(
    ...transitionFaults(startAt, Object.keys(states), gathered.targets, [...read.values()]),
  );
  if (gathered.faults.length > 0) throw new DefinitionRefused(gathered.faults);
  const { functionNames, machineArns } = gathered;
  return { startAt, states: read, functionNames, machineArns };
}

function checkMachine(definition: JsonObject, faults: Fault[]): void {
  const refuse = (field: string, message: string) => faults.push({ field, message });
  for (const field of Object.keys(definition)) {
    if (!MACHINE_FIELDS.some((known) => known === field)) refuse(field, whyRefused(field));
  }
  const { Comment: comment, Version: version, QueryLanguage: language, States: states } = definition;
  if (comment !== undefined && typeof comment !== 'string') refuse('Comment', 'must be a string.');
  if (version !== undefined && version !== '1.0') refuse('Version', 'must be "1.0".');
  if (language !== undefined && language !== 'JSONata' && language !== 'JSONPath') {
    refuse('QueryLanguage', 'must be JSONata.');
  }
  if (typeof definition.StartAt !== 'string') refuse('StartAt', 'must be the name of a state.');
  if (!isObject(states) || Object.keys(states).length === 0)
    refuse('States', 'must be a non-empty object of states.');
}

function readState(
  name: string,
  fields: unknown,
  machineLanguage: unknown,
  gathered: Gathered,
): State | undefined {
  const reader = new FieldReader(gathered, name, isObject(fields) ? fields : {});
  if (name.length === 0 || name.length > NAME_LIMIT) {
    reader.refuse('Type', `a state's name has 1 to ${NAME_LIMIT} characters.`);
  }
  if (!isObject(fields)) {
    reader.refuse('Type', 'a state must be an object.');
    return undefined;
  }
  const { Type: type, QueryLanguage: ownLanguage } = fields;
  if (!isStateType(type)) {
    const known = Object.keys(STATE_FIELDS).join(', ');
    reader.refuse('Type', `${JSON.stringify(type) ?? 'nothing'} is not interpreted; known are ${known}.`);
    return undefined;
  }
  // The service's default language is JSONPath; a state may then choose JSONata, never the other way round.
  if ((ownLanguage ?? machineLanguage) !== 'JSONata') {
    reader.refuse('QueryLanguage', 'must be JSONata, here or for the whole machine.');
    return undefined;
  }
  reader.requireOnly([...COMMON_FIELDS, ...STATE_FIELDS[type]]);
  return READERS[type](reader);
}

/** The names of all variables that any state assigns, wherever an Assign may stand. */
function assignedNames(states: JsonObject): ReadonlySet<string> {
  const names = new Set<string>();
  for (const state of Object.values(states)) {
    if (!isObject(state)) continue;
    for (const place of [state, ...listOf(state.Choices), ...listOf(state.Catch)]) {
      if (isObject(place) && isObject(place.Assign))
        for (const name of Object.keys(place.Assign)) names.add(name);
    }
  }
  return names;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
