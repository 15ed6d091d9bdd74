import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { makeSqliteJournal } from '../../shared/engine/journal-sqlite.ts';
import { journalContract } from '../contract/journal.ts';

journalContract('SQLite', () => makeSqliteJournal(new DatabaseSync(':memory:')));

const directory = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const running = { name: 'a', status: 'RUNNING', input: null, startedAt: 1 } as const;

describe('a journal in a SQLite file', () => {
  it('outlives the process that wrote it, beside the tables of others', async () => {
    const path = join(directory, 'offpeak.sqlite');
    const first = new DatabaseSync(path);
    first.exec('CREATE TABLE item (key TEXT)');
    const journal = makeSqliteJournal(first);
    await journal.create(running);
    await journal.append('a', [{ id: 1, type: 'ExecutionStarted', at: 1 }]);
    first.close();

    const second = new DatabaseSync(path);
    const found = await makeSqliteJournal(second).read('a');
    second.close();

    expect(found).toEqual({ execution: running, events: [{ id: 1, type: 'ExecutionStarted', at: 1 }] });
  });

  it('refuses to read a row that is no execution', async () => {
    const database = new DatabaseSync(':memory:');
    const journal = makeSqliteJournal(database);
    database.exec(`INSERT INTO execution VALUES ('a', 'RUNNING', 1, '{"name":"a","status":"ASLEEP"}')`);

    await expect(journal.read('a')).rejects.toThrow(/read the journal of a → .*Invalid option/s);
  });
});
