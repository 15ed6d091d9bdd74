import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handle } from 'hono/aws-lambda';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeApi } from '../../shared/api/api.ts';
import { unservedBy } from '../../shared/api/unserved.ts';
import { signedBy } from '../../shared/runtime/aws-caller.ts';
import { planPointer } from '../../shared/steps/plan-in-force.ts';
import { signedGateway } from '../runtime/signed-gateway.ts';
import { temporaryFolder } from '../runtime/temporary-folder.ts';
import { makeRig } from '../steps/rig.ts';
import { startOffpeak } from './program.ts';
import { expectRefused } from './refused.ts';

const planNaming = (credentials: string): string => {
  const path = join(temporaryFolder(), 'plan.yaml');
  writeFileSync(
    path,
    `timezone: Asia/Shanghai
accounts: { prod: { region: cn-beijing, credentials: ${credentials} } }
windows: { nights: { days: mon-thu, open: "02:00", close: "04:30" } }
rules: []
`,
  );
  return path;
};

const REGION = 'cn-north-1';
const ANN = {
  accessKeyId: 'AKIDANN',
  secretAccessKey: 'canary-secret-of-ann',
  sessionToken: 'canary-session-token',
  userArn: 'arn:aws-cn:sts::123456789012:assumed-role/dba/ann',
};
const VARIABLES = {
  AWS_ACCESS_KEY_ID: ANN.accessKeyId,
  AWS_SECRET_ACCESS_KEY: ANN.secretAccessKey,
  AWS_SESSION_TOKEN: ANN.sessionToken,
};
/** Neither this machine's own profiles nor its metadata service have a say. */
const ALONE = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** The API behind a gateway that verifies signatures, and the program as a person types it. */
async function deployment() {
  const rig = await makeRig();
  const gateway = await signedGateway({
    region: REGION,
    keys: [ANN],
    now: () => Date.now(),
    handler: handle(
      makeApi({
        ports: rig.ports,
        caller: signedBy,
        unserved: unservedBy({ credentials: ['offpeak/prod'], notifySecrets: [], notifyTopics: [] }),
      }),
    ),
  });
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  const run = async (environment: Readonly<Record<string, string>>, ...words: readonly string[]) =>
    await startOffpeak([...words, '--url', gateway.url, '--region', REGION], {
      folder: temporaryFolder(),
      environment: { ...ALONE, HOME: '/dev/null', ...environment },
    }).ended;
  return { rig, gateway, run };
}

describe('a deployment on AWS, from the command line', () => {
  it('is asked with the signatures of the variables of the shell', async () => {
    const { run } = await deployment();

    const stopped = await run(VARIABLES, 'stop', 'account:prod', '--reason', 'storm');
    const listed = await run(VARIABLES, 'stops');

    expect(stopped).toMatchObject({ exit: 0, stderr: '' });
    expect(listed.stdout).toContain(`${ANN.userArn}  storm`);
  });

  it('takes a plan from its file, and holds it to what it was given', async () => {
    const { run, rig } = await deployment();

    const applied = await run(VARIABLES, 'plan', 'apply', planNaming('offpeak/prod'));
    const pointer = await planPointer(rig.store);
    const refused = await run(VARIABLES, 'plan', 'apply', planNaming('offpeak/other'));

    expect(applied).toMatchObject({ exit: 0, stderr: '' });
    expect(applied.stdout).toContain(`Plan ${pointer.hash.slice(0, 12)} is in force`);
    expect(pointer.by).toBe(ANN.userArn);
    expectRefused(refused);
    expect(refused.stderr).toContain('plan accounts.prod.credentials  ');
    expect(await planPointer(rig.store)).toEqual(pointer);
  });

  it('refuses whom it does not know, in a sentence without a secret', async () => {
    const { run } = await deployment();

    const refused = await run({ ...VARIABLES, AWS_SECRET_ACCESS_KEY: 'canary-guess' }, 'stops', '--debug');

    expectRefused(refused);
    expect(refused.stderr).toContain('GET /v1/stops → HTTP 403 from the gateway');
    expect(refused.stderr).not.toMatch(/canary/);
  });

  it('is not asked without credentials', async () => {
    const { run, gateway } = await deployment();

    const refused = await run({}, 'stops');

    expectRefused(refused);
    expect(refused.stderr).toContain('No AWS credentials were found to sign with');
    expect(gateway.seen).toEqual([]);
  });
});
