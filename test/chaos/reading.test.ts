import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { accept } from '../../shared/protocol/accept.ts';
import { keys } from '../../shared/protocol/keys.ts';
import { openSqliteFile } from '../../shared/store/sqlite-file.ts';
import type { Write } from '../../shared/store/store.ts';
import { STORE } from '../e2e/running.ts';
import { aRun, itsLease, putLease } from '../protocol/runs.ts';
import { temporaryFolder } from '../runtime/temporary-folder.ts';
import { readStore } from './reading.ts';

async function folderWith(...writes: readonly Write[]): Promise<string> {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const file = openSqliteFile({ path: join(folder, STORE), kind: 'practice', clock: { now: () => 0 } });
  for (const write of writes) await file.store.transact([write]);
  file.close();
  return folder;
}

it('reads every run with its lease, and leaves the store itself as it lies', async () => {
  const folder = await folderWith(accept(aRun()), putLease(itsLease()));
  const before = readFileSync(join(folder, STORE));

  const { stories, records } = await readStore(folder);

  expect(records).toBe(2);
  expect(stories.get('run-1')).toMatchObject({ run: { phase: 'ACCEPTED' }, lease: { owner: 'run-1' } });
  expect(readFileSync(join(folder, STORE)).equals(before)).toBe(true);
});

it('is not content with a file that is damaged', async () => {
  const folder = await folderWith(accept(aRun()), putLease(itsLease()));
  const bytes = readFileSync(join(folder, STORE));
  bytes.fill(0xff, 4_096);
  writeFileSync(join(folder, STORE), bytes);

  await expect(readStore(folder)).rejects.toThrow();
});

it.each<[string, Write]>([
  ['a run without a phase', { put: keys.run('run-2'), attributes: { runId: 'run-2' } }],
  ['a partition of nobody', { put: { partition: 'stray', sort: '1' }, attributes: {} }],
  ['a control record of nobody', { put: { partition: 'control', sort: 'stray' }, attributes: {} }],
])('is not content with %s', async (_, write) => {
  const folder = await folderWith(accept(aRun()), write);

  await expect(readStore(folder)).rejects.toThrow();
});
