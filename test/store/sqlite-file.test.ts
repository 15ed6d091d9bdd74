import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type StoreKind, StoreRefused, StoreUnavailable } from '../../shared/store/errors.ts';
import { openSqliteFile } from '../../shared/store/sqlite-file.ts';

const clock = { now: () => 0 };
const counter = { partition: 'p', sort: 'count' };

function freshPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'offpeak-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'a store?.sqlite');
}

function open(path: string, kind: StoreKind = 'practice') {
  const file = openSqliteFile({ path, kind, clock });
  onTestFinished(() => {
    if (file.database.isOpen) file.close();
  });
  return file;
}

/** Everything that lies in the folder, byte by byte. */
function contents(path: string): Record<string, string> {
  const folder = join(path, '..');
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]),
  );
}

/** Starts another process that opens the store; resolves with the first line that it says. */
async function otherProcess(path: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'owner.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  return {
    said: String(line).trim(),
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

describe('opening a store', () => {
  it('creates it, and finds everything again', async () => {
    const path = freshPath();
    const first = open(path);
    await first.store.transact([{ put: counter, attributes: { n: 1 } }]);
    first.close();

    expect((await open(path).store.get(counter))?.attributes).toEqual({ n: 1 });
  });

  it('is durable: write-ahead log, every commit on the disk', () => {
    const { database } = open(freshPath());

    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  });

  it('is readable by its owner alone, and so is the log', async () => {
    const path = freshPath();
    await open(path).store.transact([{ put: counter, attributes: {} }]);

    expect(existsSync(`${path}-wal`)).toBe(true);
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('makes a store private again that has been opened up', () => {
    const path = freshPath();
    open(path).close();
    chmodSync(path, 0o644);

    open(path);

    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('takes an empty file for one whose creation was cut short', async () => {
    const path = freshPath();
    writeFileSync(path, '');

    expect(await open(path).store.transact([{ put: counter, attributes: {} }])).toEqual({ committed: true });
  });

  it('says what is wrong with a folder', () => {
    const path = join(freshPath(), 'missing', 'store.sqlite');

    expect(() => open(path)).toThrow(StoreUnavailable);
    expect(() => open(path)).toThrow(`create ${path} → ENOENT`);
  });
});

describe('a file that is refused stays as it is, byte by byte', () => {
  function refused(path: string, kind: StoreKind): StoreRefused {
    const before = contents(path);
    try {
      open(path, kind);
    } catch (error) {
      expect(contents(path)).toEqual(before);
      if (error instanceof StoreRefused) return error;
      throw error;
    }
    throw new Error('it was opened');
  }

  it.each<[StoreKind, StoreKind]>([
    ['practice', 'live'],
    ['live', 'practice'],
  ])('a store of %s asked for as %s', async (found, asked) => {
    const path = freshPath();
    const file = open(path, found);
    await file.store.transact([{ put: counter, attributes: {} }]);
    file.close();

    expect(refused(path, asked).refusal).toEqual({ code: 'OTHER_KIND', found, asked });
  });

  it('a store whose owner was killed, its log unread', async () => {
    const path = freshPath();
    await (await otherProcess(path)).kill();

    const { message } = refused(path, 'live');

    expect(existsSync(`${path}-wal`)).toBe(true);
    expect(message).toBe(`open ${path} → it belongs to practice for ever and was asked for as live`);
  });

  it('a store of a newer version', () => {
    const path = freshPath();
    open(path).close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA user_version = 2');
    database.close();

    expect(refused(path, 'practice').refusal).toEqual({ code: 'NEWER_VERSION', found: 2, supported: 1 });
  });

  it.each([
    ['a short text', 'hello'],
    ['a long text', 'hello '.repeat(2000)],
  ])('%s', (_, text) => {
    const path = freshPath();
    writeFileSync(path, text);

    expect(refused(path, 'practice').refusal).toEqual({ code: 'FOREIGN_FILE' });
  });

  it('a database of somebody else', () => {
    const path = freshPath();
    const database = new DatabaseSync(path);
    database.exec('CREATE TABLE theirs (id)');
    database.close();

    expect(refused(path, 'practice').message).toBe(`open ${path} → it is not a store of Offpeak`);
  });
});

describe('one process owns a store', () => {
  it('a second opening in the same process is refused, and the owner goes on', async () => {
    const path = freshPath();
    const { store } = open(path);

    expect(() => open(path)).toThrow(StoreRefused);
    expect(() => open(path)).toThrow(
      `open ${path} → another running process, or this one, has it open; one process owns a store`,
    );
    expect(await store.transact([{ put: counter, attributes: {} }])).toEqual({ committed: true });
  });

  it('another process is refused, even after a refusal here', async () => {
    const path = freshPath();
    open(path);
    expect(() => open(path)).toThrow(StoreRefused);
    expect(() => open(path, 'live')).toThrow(StoreRefused);

    expect((await otherProcess(path)).said).toContain('StoreRefused: open');
  });

  it('a process that was killed owns nothing, and what it committed is there', async () => {
    const path = freshPath();
    const owner = await otherProcess(path);
    expect(owner.said).toBe('owner');
    expect(() => open(path)).toThrow(StoreRefused);

    await owner.kill();

    expect((await open(path).store.get(counter))?.attributes).toEqual({ n: 1 });
  });

  it('a store that was closed can be owned by another process', async () => {
    const path = freshPath();
    open(path).close();

    expect((await otherProcess(path)).said).toBe('owner');
  });
});
