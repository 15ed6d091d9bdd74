import { chmodSync, chownSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqliteFile } from '../../shared/store/sqlite-file.ts';
import { deskWith, endpointProcess, servePractice } from './on-this-machine.ts';
import { offpeakTo } from './processes.ts';
import { expectRefused } from './refused.ts';
import { STORE, serviceWords } from './running.ts';

const NOBODY = 65_534;
/** No mode of a file keeps root out, so root looks through the eyes of nobody. */
const reader = process.getuid?.() === 0 ? NOBODY : undefined;

describe('a disk that is full', () => {
  it('from the start: the service says so and is not there', async () => {
    const desk = deskWith();
    const endpoint = await endpointProcess(desk);

    const words = serviceWords(desk.planPath, endpoint.url);
    const ended = await offpeakTo(words, { ...desk, shell: 'ulimit -f 8;' });

    expectRefused(ended);
    expect(ended.stderr).toContain('store.sqlite');
    expect(await endpoint.asked()).toEqual([]);
  });

  it('while it serves: what cannot be written is refused and not sent, and reading goes on', async () => {
    const desk = deskWith();
    const endpoint = await endpointProcess(desk);
    const service = await servePractice(desk, endpoint.url, { shell: 'ulimit -f 400;' });

    const answers = [];
    do {
      answers.push(await service.start(`rehearsal-${answers.length}`, { dryRun: true }));
    } while (answers.at(-1)?.status === 202 && answers.length < 100);
    const refused = await service.start('a-key');

    expect(answers.at(-1)?.status).toBe(503);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    expect((await service.ask('/v1/health')).status).toBe(200);
    expect(service.program.said()).toContain('the records did not answer');
    expect(await endpoint.executed()).toEqual([]);
    expect(await endpoint.asked()).not.toContain('SwitchOver');
  });
});

describe('a place that may only be read', () => {
  it.each(['the file', 'the folder'])('%s: refused in a sentence, not one byte changed', async (what) => {
    const desk = deskWith();
    const { folder, planPath } = desk;
    const endpoint = await endpointProcess(desk);
    const store = join(folder, STORE);
    if (what === 'the file') {
      openSqliteFile({ path: store, kind: 'practice', clock: { now: () => 0 } }).close();
      chmodSync(store, 0o444);
    }
    if (reader !== undefined) for (const path of [folder, planPath]) chownSync(path, reader, reader);
    if (what === 'the folder') chmodSync(folder, 0o555);
    const before = what === 'the file' ? readFileSync(store) : undefined;

    const ended = await offpeakTo(serviceWords(planPath, endpoint.url), { folder, user: reader });

    expectRefused(ended);
    expect(ended.stderr).toContain(STORE);
    expect(await endpoint.asked()).toEqual([]);
    if (before !== undefined) expect(readFileSync(store).equals(before)).toBe(true);
    chmodSync(folder, 0o755);
  });
});
