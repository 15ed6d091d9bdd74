import { describe, expect, it } from 'vitest';
import {
  AnswerDenied,
  InputRefused,
  NotYetDecided,
  OutcomeError,
  RefusalUntold,
  RunChanged,
  RunNotFound,
} from '../../shared/steps/errors.ts';
import { decide } from '../../shared/switchover/decisions.ts';
import { definition } from '../../shared/workflow/definition.ts';

const all = [
  new InputRefused('CheckWindow', ['a: b', 'c: d']),
  new RunNotFound('r'),
  new RunChanged('close', 'r'),
  new NotYetDecided('r'),
  new OutcomeError('PARTIAL', 'One of three batches.', decide('NOTHING_WAS_SENT', {})),
  new AnswerDenied('AccessDeniedException: no'),
];

describe('the errors of the steps', () => {
  it.each([
    [all[0], 'InputRefused', 'CheckWindow refused its input: a: b; c: d'],
    [all[1], 'RunNotFound', 'read run r → no such record'],
    [all[2], 'RunChanged', 'close run r → it has changed since it was read'],
    [
      all[3],
      'NotYetDecided',
      'close run r → the evidence does not allow an outcome yet; settle will close it',
    ],
    [all[4], 'PARTIAL', 'One of three batches.'],
    [all[5], 'AnswerDenied', 'AccessDeniedException: no'],
    [
      new RefusalUntold('e', new Error('throttled')),
      'RefusalUntold',
      'tell who waits for e that it was refused → Error: throttled',
    ],
  ])('%s is named and says what was attempted', (error, name, message) => {
    expect(error).toMatchObject({ name, message });
  });

  it('are not retried by the workflow where a step has decided: who decided is not asked to decide again', () => {
    const retried = Object.values(definition.States).flatMap((state) =>
      'Retry' in state ? state.Retry.flatMap(({ ErrorEquals }) => [...ErrorEquals]) : [],
    );
    expect(retried).toContain('StoreUnavailable');
    expect(retried).toContain(new RefusalUntold('e', 'throttled').name);
    for (const { name } of all) expect(retried).not.toContain(name);
  });
});
