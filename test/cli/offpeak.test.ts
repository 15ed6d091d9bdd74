import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeStage } from './stage.ts';
import { ok } from './views.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'bin', 'offpeak.ts');
const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const folder = mkdtempSync(join(tmpdir(), 'offpeak-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CANARY = 'canary-secret-never-to-be-seen';

/** The program itself, as a shell starts it. */
async function offpeak(...args: readonly string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, OFFPEAK_PROD_SECRETKEY: CANARY, OFFPEAK_TOKEN: CANARY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    written.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    written.stderr += chunk;
  });
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  return { exit: await promise, ...written };
}

describe('node bin/offpeak.ts', () => {
  it('shows its help', async () => {
    const ended = await offpeak('--help');

    expect(ended).toMatchObject({ exit: 0, stderr: '' });
    expect(ended.stdout).toContain('Usage: offpeak');
  });

  it('checks a plan with its calendars', async () => {
    const ended = await offpeak('plan', 'check', join(EXAMPLES, 'plan.yaml'));

    expect(ended).toMatchObject({ exit: 0, stderr: '' });
  });

  it('names the faults of a plan and exits with 1', async () => {
    writeFileSync(join(folder, 'plan.yaml'), 'timezone: Asia/Shangai\nruls: []\n');

    const ended = await offpeak('plan', 'check', 'plan.yaml');

    expect(ended.exit).toBe(1);
    expect(ended.stdout).toMatch(/^plan\.yaml:1:\d+ {2}.*\(did you mean Asia\/Shanghai\?\)$/m);
    expect(ended.stdout).toMatch(/^plan\.yaml:2:1 {2}.*\(did you mean rules\?\)$/m);
  });

  it('says in one sentence that nobody answers, and no secret with it', async () => {
    const ended = await offpeak('stops', '--url', 'http://127.0.0.1:9', '--debug');

    expect(ended).toMatchObject({ exit: 1, stdout: '' });
    expect(ended.stderr).toContain('ECONNREFUSED');
    expect(ended.stderr).not.toContain('    at ');
    expect(ended.stderr).not.toContain(CANARY);
  });

  it('exits with 2 where the command line is wrong', async () => {
    expect(await offpeak('pracitce')).toMatchObject({
      exit: 2,
      stdout: '',
      stderr: "offpeak: unknown command 'pracitce'. Did you mean practice?\nSee offpeak --help.\n",
    });
  });
});

it('never writes a secret of its environment, whatever the service says', async () => {
  const stop = { scope: 'everything', by: CANARY, reason: `token ${CANARY}`, at: '2026-11-23T18:00:00.000Z' };
  const stage = makeStage({ answering: () => ok({ stops: [stop] }), environment: { OFFPEAK_TOKEN: CANARY } });

  const ended = await stage.run('stops');

  expect(ended.exit).toBe(0);
  expect(ended.stdout + ended.stderr).not.toContain(CANARY);
});
