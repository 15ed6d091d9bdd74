import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { Execution, Journal } from '../../shared/engine/engine.ts';
import { JournalUnreadable } from '../../shared/engine/errors.ts';
import { embeddedJournal } from '../../shared/runtime/embedded-journal.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';

const EXECUTION: Execution = { name: 'one', status: 'RUNNING', input: {}, startedAt: 0 };

describe("the journal in the store's own file", () => {
  it('keeps what it is told', async () => {
    const journal = embeddedJournal(new DatabaseSync(':memory:'));

    expect(await journal.create(EXECUTION)).toBe(true);
    await journal.append('one', [{ id: 1, type: 'ExecutionStarted', at: 0 }], { status: 'SUCCEEDED' });

    expect(await journal.read('one')).toMatchObject({
      execution: { status: 'SUCCEEDED' },
      events: [{ id: 1 }],
    });
    expect(await journal.running()).toEqual([]);
  });

  it.each<[string, (journal: Journal) => Promise<unknown>]>([
    ['create', (journal) => journal.create({ ...EXECUTION, name: 'two' })],
    ['append', (journal) => journal.append('one', [{ id: 1, type: 'ExecutionStarted', at: 0 }])],
  ])('fails as the store does where the file cannot be written: %s', async (_name, write) => {
    const database = new DatabaseSync(':memory:');
    const journal = embeddedJournal(database);
    await journal.create(EXECUTION);
    database.exec('PRAGMA query_only = ON');

    await expect(write(journal)).rejects.toThrow(StoreUnavailable);
  });

  it('leaves every other error as it is', async () => {
    const journal = embeddedJournal(new DatabaseSync(':memory:'));
    await journal.create(EXECUTION);

    await expect(journal.append('one', [{ id: 5, type: 'ExecutionStarted', at: 0 }])).rejects.toThrow(
      JournalUnreadable,
    );
  });
});
