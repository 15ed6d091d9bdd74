import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** Starts the app as the CDK's command line does: the context in the environment, as JSON. */
function synth(offpeak: unknown) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
    cwd: ROOT,
    env: { CDK_CONTEXT_JSON: JSON.stringify({ offpeak }) },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('a deployment with malformed settings', () => {
  it('ends with a sentence for each, exit code 1 and no stack trace', () => {
    const settings = { deployment: 'Main', credentails: [], language: 'en', timezone: 'Asia/Shanghai' };

    expect(synth(settings)).toEqual({
      status: 1,
      stdout: '',
      stderr: [
        'The context "offpeak" (cdk.json, or --context) describes no deployment:',
        '  offpeak.deployment: must be 1 to 32 of a-z, 0-9 and -, a letter first',
        '  offpeak.credentials: is missing',
        '  offpeak: "credentails" is no setting; did you mean credentials?',
        '',
      ].join('\n'),
    });
  });

  it('ends so too when the command line brought no JSON', () => {
    const { status, stderr } = synth('{deployment: main}');

    expect(status).toBe(1);
    expect(stderr).toContain('  offpeak: is not JSON: ');
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
