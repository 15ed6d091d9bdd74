import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMemoryStore } from '../shared/store/memory.ts';
import { openSqliteFile } from '../shared/store/sqlite-file.ts';
import type { Store, Write } from '../shared/store/store.ts';

/**
 * How many two-row transactions a second the SQLite store commits durably, against the memory store as a floor that
 * pays for everything but the disk. Run with `node bench/store.ts`, on the disk that the folder for temporary files
 * lies on.
 */

const WARM_UP = 200;
const TIMES = { memory: 50_000, sqlite: 5_000 };

/** As a run's own writes are: one row conditioned on its version, one put if absent. */
function step(turn: number): Write[] {
  return [
    {
      update: { partition: 'run#1', sort: 'run' },
      set: { phase: 'SENDING' },
      add: { version: 1 },
      when: turn === 0 ? { item: 'absent' } : { attribute: 'version', is: '=', value: turn },
    },
    {
      put: { partition: 'audit#1', sort: `${turn}` },
      attributes: { at: turn, code: 'SEND_CLAIMED', previous: 'f'.repeat(64) },
      when: { item: 'absent' },
    },
  ];
}

async function commit(store: Store, from: number, times: number): Promise<void> {
  for (let turn = from; turn < from + times; turn += 1) {
    const { committed } = await store.transact(step(turn));
    if (!committed) throw new Error(`Transaction ${turn} was refused: the comparison means nothing.`);
  }
}

async function perSecond(store: Store, times: number): Promise<number> {
  await commit(store, 0, WARM_UP);
  const began = performance.now();
  await commit(store, WARM_UP, times);
  return (times / (performance.now() - began)) * 1000;
}

function line(name: string, value: number): string {
  return `${name.padEnd(60)} ${Math.round(value).toLocaleString('en').padStart(10)}`;
}

const folder = mkdtempSync(join(tmpdir(), 'offpeak-bench-'));
const path = join(folder, 'store.sqlite');
const file = openSqliteFile({ path, kind: 'practice', clock: { now: () => Date.now() } });
try {
  const ofMemory = await perSecond(makeMemoryStore(), TIMES.memory);
  const ofSqlite = await perSecond(file.store, TIMES.sqlite);
  const report = [
    line('floor: memory, two-row transactions per second', ofMemory),
    line('SQLite, WAL, synchronous=FULL, two-row transactions per second', ofSqlite),
    `SQLite : floor = 1 : ${(ofMemory / ofSqlite).toFixed(1)}`,
  ];
  process.stdout.write(`${report.join('\n')}\n`);
} finally {
  file.close();
  rmSync(folder, { recursive: true });
}
