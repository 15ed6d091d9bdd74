import { describe, expect, it } from 'vitest';
import type { Execution, HistoryEvent, Journal } from '../../shared/engine/engine.ts';

const execution = (name: string, startedAt = 1_000): Execution => ({
  name,
  status: 'RUNNING',
  input: { 键: [1, null, 'é'] },
  startedAt,
});

const event = (id: number, data?: unknown): HistoryEvent => ({
  id,
  type: 'PassStateEntered',
  at: 1_000 + id,
  state: 'S',
  ...(data === undefined ? {} : { data }),
});

/** What every journal promises, whatever keeps it. `make` gives a fresh, empty one. */
export function journalContract(kind: string, make: () => Journal): void {
  describe(`a journal in ${kind}`, () => {
    it('creates each name once', async () => {
      const journal = make();

      expect(await journal.create(execution('a'))).toBe(true);
      expect(await journal.create({ ...execution('a'), input: 'another' })).toBe(false);
      expect((await journal.read('a'))?.execution).toEqual(execution('a'));
    });

    it('knows nothing of a name that was never created', async () => {
      const journal = make();

      expect(await journal.read('a')).toBeUndefined();
      await expect(journal.append('a', [event(1)])).rejects.toThrow('no execution of that name');
      expect(await journal.read('a')).toBeUndefined();
    });

    it('gives back what was appended, in order, apart for each execution', async () => {
      const journal = make();
      await journal.create(execution('a'));
      await journal.create(execution('b'));

      await journal.append('a', [event(1, { input: [] }), event(2)]);
      await journal.append('b', [event(1, null)]);
      await journal.append('a', [event(3, { output: 'ü' })]);

      expect((await journal.read('a'))?.events).toEqual([
        event(1, { input: [] }),
        event(2),
        event(3, { output: 'ü' }),
      ]);
      expect((await journal.read('b'))?.events).toEqual([event(1, null)]);
    });

    it('changes the execution together with the events', async () => {
      const journal = make();
      await journal.create(execution('a'));

      await journal.append('a', [event(1)], { status: 'FAILED', error: 'E', cause: 'C', stoppedAt: 2_000 });

      expect((await journal.read('a'))?.execution).toEqual({
        ...execution('a'),
        status: 'FAILED',
        error: 'E',
        cause: 'C',
        stoppedAt: 2_000,
      });
    });

    it.each([
      { what: 'leaves a gap', ids: [3] },
      { what: 'repeats an id', ids: [1] },
      { what: 'is out of order', ids: [2, 4] },
    ])('refuses an append that $what, and keeps nothing of it', async ({ ids }) => {
      const journal = make();
      await journal.create(execution('a'));
      await journal.append('a', [event(1)]);

      const appended = journal.append(
        'a',
        ids.map((id) => event(id)),
        { status: 'SUCCEEDED' },
      );

      await expect(appended).rejects.toThrow('comes next');
      expect(await journal.read('a')).toEqual({ execution: execution('a'), events: [event(1)] });
    });

    it('lists what is RUNNING, and nothing that has ended', async () => {
      const journal = make();
      for (const [name, at] of [
        ['c', 1],
        ['a', 2],
        ['b', 3],
      ] as const)
        await journal.create(execution(name, at));

      await journal.append('a', [event(1)], { status: 'ABORTED' });
      await journal.append('b', [event(1)]);

      expect(await journal.running()).toEqual(['c', 'b']);
    });

    it('hands out copies: what a reader does to them stays with the reader', async () => {
      const journal = make();
      await journal.create(execution('a'));
      await journal.append('a', [event(1)]);
      const before = await journal.read('a');

      await journal.append('a', [event(2)], { status: 'SUCCEEDED' });

      expect(before?.events).toHaveLength(1);
      expect(before?.execution.status).toBe('RUNNING');
    });
  });
}
