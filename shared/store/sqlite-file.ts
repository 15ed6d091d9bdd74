import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Clock } from '../time/clock.ts';
import { type StoreKind, StoreRefused, StoreUnavailable } from './errors.ts';
import { makeSqliteStore } from './sqlite.ts';
import { sqliteCode, unavailable } from './sqlite-error.ts';
import {
  createSchema,
  type FileIdentity,
  identityOf,
  isEmpty,
  kindOf,
  readPragma,
  SCHEMA_VERSION,
} from './sqlite-schema.ts';
import type { Store } from './store.ts';

/** SQLite's result numbers, https://sqlite.org/rescode.html. Extended ones carry these in their low byte. */
const BUSY = 5;
const NOT_A_DATABASE = 26;

/** What `PRAGMA synchronous` answers for FULL: each commit is on the disk when it returns. */
const SYNCHRONOUS_FULL = 2;

const OWNER_ONLY = 0o600;

export interface SqliteFileOptions {
  /** Created when there is none; its folder must exist. */
  readonly path: string;
  /** A store belongs to practice or to live for ever. */
  readonly kind: StoreKind;
  readonly clock: Pick<Clock, 'now'>;
}

export interface SqliteFile {
  /** The same file for the engine's journal. Whoever writes to it ends its transaction before it awaits anything. */
  readonly database: DatabaseSync;
  readonly store: Store;
  close(): void;
}

/**
 * Opens the one file of an embedded Offpeak and owns it until it is closed or the process dies, however it dies.
 *
 * WAL and synchronous=FULL are read back, so a commit that resolved survives a power cut. Mode 0600, the log's too.
 * The owner's lock is the operating system's, on the file itself: opening and closing the file by other means inside
 * the owning process would drop it (POSIX), so nobody copies or reads a store that is open in the same process.
 *
 * @throws StoreRefused when the file is foreign, of the other kind, of a newer version or owned: untouched.
 * @throws StoreUnavailable when the file cannot be read, created or written.
 */
export function openSqliteFile({ path, kind, clock }: SqliteFileOptions): SqliteFile {
  const created = createPrivately(path);
  peek(path, kind);
  const database = openDatabase(path);
  try {
    own(database, path, kind);
    if (!created) keepPrivate(path);
    makeDurable(database, path);
    return { database, store: makeSqliteStore({ database, clock }), close: () => database.close() };
  } catch (cause) {
    database.close();
    throw cause instanceof StoreRefused || cause instanceof StoreUnavailable ? cause : refusalOr(path, cause);
  }
}

/** Creates the file readable by its owner alone, in one system call. Tells whether it did; an existing one is left. */
function createPrivately(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx', OWNER_ONLY));
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw unavailable(`create ${path}`, cause);
  }
}

/**
 * Looks at the file's header and refuses it before anything could change it. `immutable` means: no lock, no log, no
 * write; and it is SQLite itself that looks, since it alone can close the file without dropping its own locks.
 */
function peek(path: string, kind: StoreKind): void {
  const location = pathToFileURL(path);
  location.searchParams.set('immutable', '1');
  try {
    const database = new DatabaseSync(location, { readOnly: true });
    try {
      if (statSync(path).size > 0) accept(path, kind, identityOf(database));
    } finally {
      database.close();
    }
  } catch (cause) {
    throw cause instanceof StoreRefused ? cause : refusalOr(path, cause);
  }
}

function openDatabase(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 });
  } catch (cause) {
    throw unavailable(`open ${path}`, cause);
  }
}

/** Takes the lock that ends with the process, looks again now that nobody else can write, and creates what is missing. */
function own(database: DatabaseSync, path: string, kind: StoreKind): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  if (identityOf(database).applicationId === 0 && isEmpty(database)) createSchema(database, kind);
  accept(path, kind, identityOf(database));
  database.exec('COMMIT');
}

function accept(path: string, asked: StoreKind, identity: FileIdentity): void {
  const found = kindOf(identity);
  if (found === undefined) throw new StoreRefused(path, { code: 'FOREIGN_FILE' });
  if (found !== asked) throw new StoreRefused(path, { code: 'OTHER_KIND', found, asked });
  if (identity.version <= SCHEMA_VERSION) return;
  throw new StoreRefused(path, {
    code: 'NEWER_VERSION',
    found: identity.version,
    supported: SCHEMA_VERSION,
  });
}

function makeDurable(database: DatabaseSync, path: string): void {
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON',
  );
  const mode = readPragma(database, 'journal_mode');
  const synchronous = readPragma(database, 'synchronous');
  if (mode === 'wal' && synchronous === SYNCHRONOUS_FULL) return;
  const found = `journal_mode ${String(mode)}, synchronous ${String(synchronous)}`;
  throw new StoreRefused(path, { code: 'NOT_DURABLE', found });
}

/** SQLite gives a new log the mode of the main file; a log that an owner left behind keeps its own. */
function keepPrivate(path: string): void {
  for (const file of [path, `${path}-wal`]) {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat !== undefined && (stat.mode & 0o077) !== 0) chmodSync(file, OWNER_ONLY);
  }
}

function refusalOr(path: string, cause: unknown): StoreRefused | StoreUnavailable {
  const code = (sqliteCode(cause) ?? 0) & 0xff;
  if (code === BUSY) return new StoreRefused(path, { code: 'OWNED' }, { cause });
  if (code === NOT_A_DATABASE) return new StoreRefused(path, { code: 'FOREIGN_FILE' }, { cause });
  return unavailable(`open ${path}`, cause);
}
