import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../shared/engine/engine.ts';
import { JournalUnreadable } from '../../shared/engine/errors.ts';
import { advance, BEGINNING } from '../../shared/engine/history.ts';

const FIRST = { next: 'S', input: { a: 1 } };
const follow = (...events: readonly (readonly [string, unknown?])[]) =>
  events
    .map(([type, data], index): HistoryEvent => ({ id: index + 1, type, at: 10 * index, state: 'S', data }))
    .reduce((progress, event) => advance(progress, event, FIRST), BEGINNING);

const STARTED = ['ExecutionStarted'] as const;
const ENTERED = ['TaskStateEntered', { input: 1 }] as const;

describe('the history says where an execution stands', () => {
  it('between two states', () => {
    expect(follow(STARTED).position).toEqual({ at: 'between', ...FIRST });
    expect(follow(STARTED, ENTERED, ['TaskStateExited', { output: 2, next: 'T' }]).position).toEqual({
      at: 'between',
      next: 'T',
      input: 2,
    });
  });

  it('at the end', () => {
    expect(follow(STARTED, ENTERED, ['TaskStateExited', { output: 2, next: null }]).position).toEqual({
      at: 'end',
      output: 2,
    });
  });

  it('inside a task: what failed, what was decided, and which invocations never came back', () => {
    const { position } = follow(
      STARTED,
      ENTERED,
      ['TaskScheduled', { parameters: {} }],
      ['TaskStarted'],
      ['TaskScheduled', { parameters: {} }],
      ['TaskStarted'],
      ['TaskFailed', { error: 'E', cause: 'C', retryAt: 99 }],
    );

    expect(position).toEqual({
      at: 'inside',
      visit: {
        state: 'S',
        input: 1,
        enteredId: 2,
        enteredAt: 10,
        attemptedAt: 40,
        phase: 'failed',
        failures: [{ error: 'E', cause: 'C', retryAt: 99 }],
        unfinished: 1,
      },
    });
  });

  it('with the variables of all exits, later ones over earlier ones', () => {
    const exit = (assignedVariables: unknown) =>
      ['TaskStateExited', { output: 1, next: 'S', assignedVariables }] as const;

    expect(follow(STARTED, ENTERED, exit({ a: 1, b: 1 }), ENTERED, exit({ b: 2 })).variables).toEqual({
      a: 1,
      b: 2,
    });
  });
});

describe('a history is refused', () => {
  it.each([
    ['with a state’s event outside any state', [STARTED, ['TaskStarted']]],
    ['with a type that the engine does not write', [STARTED, ENTERED, ['MapStateStarted']]],
    ['with an exit that leads nowhere', [STARTED, ENTERED, ['TaskStateExited', { output: 1 }]]],
    ['with a retry at no instant', [STARTED, ENTERED, ['TaskFailed', { retryAt: 'soon' }]]],
  ] as const)('%s', (_what, events) => {
    expect(() => follow(...events)).toThrow(JournalUnreadable);
  });

  it('with a gap', () => {
    expect(() => advance(BEGINNING, { id: 2, type: 'ExecutionStarted', at: 0 }, FIRST)).toThrow(
      'follows event 0',
    );
  });
});
