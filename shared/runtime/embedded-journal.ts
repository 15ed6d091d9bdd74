import type { DatabaseSync } from 'node:sqlite';
import type { Journal } from '../engine/engine.ts';
import { makeSqliteJournal } from '../engine/journal-sqlite.ts';
import { sqliteCode, unavailable } from '../store/sqlite-error.ts';

/**
 * The engine's journal in the store's own file. What that file cannot do, such as write on a full disk, fails as the
 * store's own calls do: `StoreUnavailable`. Nobody then knows whether it was written.
 */
export function embeddedJournal(database: DatabaseSync): Journal {
  const journal = makeSqliteJournal(database);
  return {
    create: (execution) => named(`start ${execution.name}`, () => journal.create(execution)),
    append: (name, events, change) =>
      named(`append to the history of ${name}`, () => journal.append(name, events, change)),
    read: (name) => named(`read the history of ${name}`, () => journal.read(name)),
    running: () => named('read what is running', () => journal.running()),
  };
}

async function named<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw sqliteCode(error) === undefined ? error : unavailable(what, error);
  }
}
