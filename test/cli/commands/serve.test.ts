import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeStage } from '../stage.ts';

const PLAN = readFileSync(new URL('../../../examples/practice.plan.yaml', import.meta.url), 'utf8');
const CANARY = 'canary-secret-never-to-be-seen';
const COMPLETE = { OFFPEAK_PRACTICE_ACCESSKEY: 'AKLTCANARY', OFFPEAK_PRACTICE_SECRETKEY: CANARY };

describe('serve begins with a sound plan and every credential, or not at all', () => {
  it('hands over the plan, the live store and the credentials', async () => {
    const stage = makeStage({ files: { 'plan.yaml': PLAN }, environment: COMPLETE });

    const ended = await stage.run('serve', 'plan.yaml', '--port', '8099');

    expect(ended).toEqual({ exit: 0, stdout: '', stderr: '' });
    expect(stage.begun).toMatchObject([
      {
        program: 'serve',
        options: { planPath: 'plan.yaml', storePath: '.offpeak/live.sqlite', practice: false, port: 8099 },
      },
    ]);
    expect(stage.begun[0]?.options).toHaveProperty('credentials.practice.secretAccessKey', CANARY);
    expect(stage.begun[0]?.options).toHaveProperty('plan.accounts.practice.mode', 'switch');
  });

  it('reads no credentials for practice, and takes the practice store', async () => {
    const stage = makeStage({ files: { 'plan.yaml': PLAN } });

    await stage.run('serve', 'plan.yaml', '--practice', '--endpoint', 'http://127.0.0.1:8100');

    expect(stage.begun).toMatchObject([
      {
        options: {
          practice: true,
          storePath: '.offpeak/practice.sqlite',
          credentials: {},
          endpointUrl: 'http://127.0.0.1:8100',
        },
      },
    ]);
  });

  it('names every missing variable at once and starts nothing', async () => {
    const stage = makeStage({ files: { 'plan.yaml': PLAN } });

    const ended = await stage.run('serve', 'plan.yaml');

    expect(ended.exit).toBe(1);
    expect(ended.stderr).toContain('OFFPEAK_PRACTICE_ACCESSKEY, OFFPEAK_PRACTICE_SECRETKEY');
    expect(stage.begun).toEqual([]);
  });

  it('names every fault of the plan at once and starts nothing', async () => {
    const faulty = PLAN.replace('timezone: Asia/Shanghai', 'timezone: Asia/Shangai').replace(
      'every:',
      'evry:',
    );
    const stage = makeStage({ files: { 'plan.yaml': faulty }, environment: COMPLETE });

    const ended = await stage.run('serve', 'plan.yaml');

    expect(ended.exit).toBe(1);
    expect(ended.stderr).toMatch(/plan\.yaml:5:\d+ {2}.*\(did you mean Asia\/Shanghai\?\)/);
    expect(ended.stderr).toContain('did you mean every?');
    expect(stage.begun).toEqual([]);
  });

  it('takes an endpoint for practice only', async () => {
    const stage = makeStage({ files: { 'plan.yaml': PLAN }, environment: COMPLETE });

    const ended = await stage.run('serve', 'plan.yaml', '--endpoint', 'http://127.0.0.1:8100');

    expect(ended).toMatchObject({ exit: 2, stderr: 'offpeak: --endpoint belongs to --practice.\n' });
    expect(stage.begun).toEqual([]);
  });

  it('never shows a secret, even one that a program puts into an error', async () => {
    const stage = makeStage({
      files: { 'plan.yaml': PLAN },
      environment: COMPLETE,
      programs: {
        async serve({ output }) {
          output.stdout(`signed with ${CANARY}\n`);
          throw new Error(`could not use ${CANARY}`, { cause: new Error(`because of ${CANARY}`) });
        },
      },
    });

    const ended = await stage.run('serve', 'plan.yaml', '--debug');

    expect(ended.exit).toBe(1);
    expect(ended.stderr).toContain('caused by Error: because of •••');
    expect(ended.stdout + ended.stderr).not.toContain(CANARY);
  });
});
