import { describe, expect, it } from 'vitest';
import type { Journal } from '../../shared/engine/engine.ts';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import { finish, machineOf, passOf, rigOf } from './harness.ts';
import { drainMicrotasks } from './virtual-clock.ts';

it('nobody misses an end that falls between asking and reading', async () => {
  const memory = makeMemoryJournal();
  const slowToAnswer: Journal = {
    ...memory,
    read: async (name) => {
      const record = await memory.read(name);
      await drainMicrotasks();
      return record;
    },
  };
  const { engine } = rigOf(passOf({}), { journal: slowToAnswer });
  await engine.start('run', {});

  expect(await engine.ended('run')).toMatchObject({ status: 'SUCCEEDED' });
});

describe('when the journal fails', () => {
  it('the execution goes no further, stays RUNNING, and both who wait and the owner are told', async () => {
    const memory = makeMemoryJournal();
    const full = new Error('disk full');
    const journal: Journal = {
      ...memory,
      append: async (name, events, change) => {
        if (events.some(({ type }) => type === 'PassStateExited')) throw full;
        await memory.append(name, events, change);
      },
    };
    const { engine, faults } = rigOf(passOf({}), { journal });
    await engine.start('run', {});
    const told = expect(engine.ended('run')).rejects.toBe(full);

    await drainMicrotasks();

    await told;
    expect(faults).toEqual([full]);
    expect(await memory.running()).toEqual(['run']);
  });
});

it('a history that cannot be read is reported and keeps no other execution from going on', async () => {
  const wait = machineOf({ S: { Type: 'Wait', Seconds: 60, End: true } });
  const first = rigOf(wait);
  await first.engine.start('bad', {});
  await first.engine.start('good', {});
  await drainMicrotasks();
  await first.journal.append('bad', [{ id: 3, type: 'MapStateStarted', at: 0 }]);
  const second = rigOf(wait, { journal: first.journal });

  expect(await second.engine.resume()).toEqual(['good']);

  expect(second.faults).toEqual([expect.objectContaining({ name: 'JournalUnreadable' })]);
  expect((await finish(second.engine, second.clock, 'good')).execution.status).toBe('SUCCEEDED');
});
