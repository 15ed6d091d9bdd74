import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqliteFile } from '../../shared/store/sqlite-file.ts';
import { EXAMPLES } from '../runtime/rehearsal.ts';
import { temporaryFolder } from '../runtime/temporary-folder.ts';
import { deskWith, endpointProcess, servePractice } from './on-this-machine.ts';
import { offpeakTo } from './processes.ts';
import { expectRefused } from './refused.ts';

const FIVE_FAULTS = `timezone: Asia/Shanghia
accounts:
  prod: { region: cn-beijing, credentials: offpeak/prod, mode: switch }
windows:
  nights: { days: mon-thu, open: "02:00", close: "02:00" }
rules:
  - { name: one, match: { instance: redis-a }, account: prd, window: nights, every: opening }
  - { name: one, match: { instance: redis-b }, account: prod, window: night, every: opening, colour: red }
`;

describe('nothing is started', () => {
  it('by a plan with faults: all of them are told, each with its place, and there is no store', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'plan.yaml'), FIVE_FAULTS);

    const ended = await offpeakTo(['serve', 'plan.yaml', '--practice'], { folder });

    expectRefused(ended);
    const places = ended.stderr.match(/plan\.yaml:\d+:\d+/g) ?? [];
    expect(new Set(places).size).toBeGreaterThanOrEqual(5);
    expect(ended.stderr).toContain('Asia/Shanghai');
    expect(readdirSync(folder)).toEqual(['plan.yaml']);
  });

  it('without the variables of every account, which are named at once', async () => {
    const folder = temporaryFolder();
    const plan = readFileSync(join(EXAMPLES, 'practice.plan.yaml'), 'utf8');
    const account = '  practice: { region: cn-beijing, credentials: practice, mode: switch }';
    writeFileSync(
      join(folder, 'plan.yaml'),
      plan.replace(account, `${account}\n${account.replace('practice', 'east-1')}`),
    );

    const ended = await offpeakTo(['serve', 'plan.yaml'], {
      folder,
      environment: { OFFPEAK_PRACTICE_ACCESSKEY: 'AKLTSOMETHING' },
    });

    expectRefused(ended);
    for (const name of ['PRACTICE_SECRETKEY', 'EAST_1_ACCESSKEY', 'EAST_1_SECRETKEY'])
      expect(ended.stderr).toContain(`OFFPEAK_${name}`);
    expect(ended.stderr).not.toContain('OFFPEAK_PRACTICE_ACCESSKEY');
    expect(ended.stderr).not.toContain('AKLTSOMETHING');
    expect(readdirSync(folder)).toEqual(['plan.yaml']);
  });

  it('over a store of a newer version, of which not one byte changes', async () => {
    const { folder, planPath } = deskWith();
    const path = join(folder, 'store.sqlite');
    openSqliteFile({ path, kind: 'practice', clock: { now: () => 0 } }).close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99; PRAGMA journal_mode = DELETE');
    database.close();
    const before = readFileSync(path);

    const ended = await offpeakTo(['serve', planPath, '--practice', '--store', path], { folder });

    expectRefused(ended);
    expect(ended.stderr).toContain('version 99');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['plan.yaml', 'seed.yaml', 'store.sqlite']);
  });

  it('over a store that another process serves, or on a port that is taken', async () => {
    const desk = deskWith();
    const endpoint = await endpointProcess(desk);
    const first = await servePractice(desk, endpoint.url);
    const address = join(desk.folder, 'store.sqlite.serve.json');
    const before = readFileSync(address, 'utf8');

    const words = ['serve', desk.planPath, '--practice', '--endpoint', endpoint.url];
    const [owned, taken] = await Promise.all([
      offpeakTo([...words, '--store', 'store.sqlite'], desk),
      offpeakTo([...words, '--store', 'other.sqlite', '--port', await takenPort()], desk),
    ]);

    expectRefused(owned);
    expect(owned.stderr).toContain('one process owns a store');
    expectRefused(taken);
    expect(taken.stderr).toMatch(/port|EADDRINUSE/);
    expect(readFileSync(address, 'utf8')).toBe(before);
    expect(existsSync(join(desk.folder, 'other.sqlite.serve.json'))).toBe(false);
    expect((await first.ask('/v1/health')).status).toBe(200);
    expect(await endpoint.asked()).toEqual([]);
  });
});

describe('a command line that is wrong ends with 2 and a sentence', () => {
  it.each([[['srve']], [['serve', 'plan.yaml', '--endpoint', 'http://127.0.0.1:1']]])('%j', async (words) => {
    expectRefused(await offpeakTo(words, { folder: temporaryFolder() }), 2);
  });
});

it('the practice takes nothing from the shell, and ends well', async () => {
  const ended = await offpeakTo(['practice', '--language', 'en'], {
    folder: temporaryFolder(),
    environment: {
      OFFPEAK_PRACTICE_ACCESSKEY: 'AKLTREAL',
      OFFPEAK_PRACTICE_SECRETKEY: 'the-real-secret',
      VOLCENGINE_ACCESS_KEY: 'AKLTREAL',
      VOLCENGINE_SECRET_KEY: 'the-real-secret',
      HTTP_PROXY: 'http://127.0.0.1:1',
      HTTPS_PROXY: 'http://127.0.0.1:1',
      NODE_USE_ENV_PROXY: '1',
    },
  });

  expect(ended).toMatchObject({ exit: 0, stderr: '' });
  expect(ended.stdout).toContain('Sent twice: 0.');
  expect(ended.stdout).not.toMatch(/AKLTREAL|the-real-secret/);
});

async function takenPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return String(address.port);
}
