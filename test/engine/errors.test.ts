import { expect, it } from 'vitest';
import {
  DefinitionRefused,
  EngineClosed,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
} from '../../shared/engine/errors.ts';

it.each([
  [
    new ExecutionAlreadyExists('run'),
    'ExecutionAlreadyExists',
    'start run → an execution of that name exists already',
  ],
  [new ExecutionDoesNotExist('stop', 'run'), 'ExecutionDoesNotExist', 'stop run → no execution of that name'],
  [new EngineClosed('start run'), 'EngineClosed', 'start run → the engine is closed'],
  [
    new DefinitionRefused([
      { field: 'StartAt', message: 'is missing.' },
      { state: 'S', field: 'Next', message: 'too.' },
    ]),
    'DefinitionRefused',
    'The definition was refused:\nmachine, field StartAt: is missing.\nstate S, field Next: too.',
  ],
])('%s', (error, name, message) => {
  expect(error).toMatchObject({ name, message });
});
