import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Execution, HistoryEvent, Journal } from './engine.ts';
import { ExecutionDoesNotExist, JournalUnreadable } from './errors.ts';

const TABLES = `
  CREATE TABLE IF NOT EXISTS execution (
    name TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    startedAt INTEGER NOT NULL,
    body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS execution_running ON execution (startedAt, name) WHERE status = 'RUNNING';
  CREATE TABLE IF NOT EXISTS history (
    name TEXT NOT NULL,
    id INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (name, id)
  ) WITHOUT ROWID;
`;

const ROWS = z.array(z.object({ body: z.string() }));
const NAMES = z.array(z.object({ name: z.string() }));
const LAST = z.object({ id: z.number().nullable() });

const EXECUTION = z.object({
  name: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED']),
  input: z.unknown(),
  startedAt: z.number(),
  stoppedAt: z.number().exactOptional(),
  output: z.unknown().optional(),
  error: z.string().exactOptional(),
  cause: z.string().exactOptional(),
});

const EVENT = z.object({
  id: z.number(),
  type: z.string(),
  at: z.number(),
  state: z.string().exactOptional(),
  data: z.unknown().optional(),
});

/**
 * A journal in a SQLite database, which may hold other tables too.
 *
 * Makes its two tables when they are missing. Each append is one transaction; how durable a commit is (journal mode,
 * synchronous) is the business of whoever opened the database. No transaction may be open when a method is called.
 */
export function makeSqliteJournal(database: DatabaseSync): Journal {
  database.exec(TABLES);
  const insert = database.prepare(
    'INSERT INTO execution (name, status, startedAt, body) VALUES (?, ?, ?, ?)',
  );
  const update = database.prepare('UPDATE execution SET status = ?, body = ? WHERE name = ?');
  const one = database.prepare('SELECT body FROM execution WHERE name = ?');
  const last = database.prepare('SELECT max(id) AS id FROM history WHERE name = ?');
  const add = database.prepare('INSERT INTO history (name, id, body) VALUES (?, ?, ?)');
  const all = database.prepare('SELECT body FROM history WHERE name = ? ORDER BY id');
  const open = database.prepare(
    `SELECT name FROM execution WHERE status = 'RUNNING' ORDER BY startedAt, name`,
  );

  function executionOf(name: string): Execution | undefined {
    const [row] = ROWS.parse(one.all(name));
    return row && parse(EXECUTION, row.body, name);
  }

  function append(name: string, events: readonly HistoryEvent[], change?: Partial<Execution>): void {
    const execution = executionOf(name);
    if (execution === undefined) throw new ExecutionDoesNotExist('append to the history of', name);
    const expected = (LAST.parse(last.get(name)).id ?? 0) + 1;
    for (const [index, event] of events.entries()) {
      if (event.id !== expected + index) {
        throw new JournalUnreadable(
          `append event ${event.id} to ${name} → event ${expected + index} comes next`,
        );
      }
      add.run(name, event.id, JSON.stringify(event));
    }
    if (change === undefined) return;
    const changed = { ...execution, ...change };
    update.run(changed.status, JSON.stringify(changed), name);
  }

  return {
    create: async (execution) => {
      const { name, status, startedAt } = execution;
      return inTransaction(database, () => {
        if (executionOf(name) !== undefined) return false;
        insert.run(name, status, startedAt, JSON.stringify(execution));
        return true;
      });
    },
    append: async (name, events, change) => inTransaction(database, () => append(name, events, change)),
    read: async (name) => {
      const execution = executionOf(name);
      if (execution === undefined) return undefined;
      return { execution, events: ROWS.parse(all.all(name)).map(({ body }) => parse(EVENT, body, name)) };
    },
    running: async () => NAMES.parse(open.all()).map(({ name }) => name),
  };
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (fault) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw fault;
  }
}

function parse<T>(schema: z.ZodType<T>, body: string, name: string): T {
  const parsed = schema.safeParse(JSON.parse(body));
  if (parsed.success) return parsed.data;
  throw new JournalUnreadable(`read the journal of ${name} → ${z.prettifyError(parsed.error)}`);
}
