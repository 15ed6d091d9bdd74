import { describe, expect, it } from 'vitest';
import { Callbacks, executionOf, tokenFor } from '../../shared/engine/callbacks.ts';
import { EngineClosed } from '../../shared/engine/errors.ts';

describe('an answer', () => {
  it('waits until somebody asks for it, and is heard once it is recorded', async () => {
    const callbacks = new Callbacks({ now: () => 5 }, (token) => token === 't');
    const heard = callbacks.give('t', { output: 1 });

    expect(await callbacks.answerTo('t')).toEqual({ output: 1 });
    callbacks.over('t', true);
    expect(await heard).toBe(true);
  });

  it('and a heartbeat are for nobody with another token', async () => {
    const callbacks = new Callbacks({ now: () => 5 }, (token) => token === 't');

    expect(await callbacks.give('u', { output: 1 })).toBe(false);
    expect(callbacks.beat('u')).toBe(false);
  });

  it('that is the second is told so at once', async () => {
    const callbacks = new Callbacks({ now: () => 5 }, (token) => token === 't');
    void callbacks.give('t', { output: 1 });

    expect(await callbacks.give('t', { output: 2 })).toBe(false);
  });

  it.each([
    ['in vain where the wait ended without it', false],
    ['in vain where the execution ended', true],
  ])('is given %s', async (_what, byTheEnd) => {
    const callbacks = new Callbacks({ now: () => 5 }, (token) => token === 't');
    const heard = callbacks.give('t', { output: 1 });
    if (byTheEnd) callbacks.end('p', true);
    else callbacks.over('t', false);

    expect(await heard).toBe(false);
  });

  it('must be given again where the process drives the execution no further', async () => {
    const callbacks = new Callbacks({ now: () => 5 }, (token) => token === 't');
    const heard = callbacks.give('t', { output: 1 });
    callbacks.end('p', false);

    await expect(heard).rejects.toThrow(EngineClosed);
  });
});

it('a heartbeat is known by its instant until the wait is over', () => {
  const callbacks = new Callbacks({ now: () => 5 }, (token) => token === 't');

  expect(callbacks.beat('t')).toBe(true);
  expect(callbacks.lastBeat('t')).toBe(5);
  callbacks.over('t', true);
  expect(callbacks.lastBeat('t')).toBeUndefined();
});

describe('a token', () => {
  it.each(['p', 'Übung-1', 'a.b'])('finds its way back to %j', (name) => {
    expect(executionOf(tokenFor(name, 'u'))).toBe(name);
    expect(tokenFor(name, 'u')).not.toBe(tokenFor(name, 'v'));
  });

  it.each([
    '',
    'x',
    'AQID',
    Buffer.from('{"a":1}').toString('base64url'),
    Buffer.from('[1,2]').toString('base64url'),
  ])('is not %j', (text) => {
    expect(executionOf(text)).toBeUndefined();
  });
});
