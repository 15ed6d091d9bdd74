import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeploymentRefused, deploymentSchema, readDeployment } from '../../infra/deployment.ts';

const complete = {
  deployment: 'main',
  credentials: ['offpeak/prod'],
  language: 'en',
  timezone: 'Asia/Shanghai',
};

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000';

describe('what a deployment is told', () => {
  it('has the documented lives where none are given', () => {
    expect(readDeployment(complete)).toEqual({
      ...complete,
      notify: { secrets: [], topics: [] },
      alarms: { topics: [], nothingProvenForDays: 7 },
      dashboard: true,
      signatureLifeSeconds: 900,
      requestTimeoutSeconds: 10,
      reservedConcurrency: {},
      fixedEgress: false,
      customerManagedKey: false,
      secretKeys: [],
    });
  });

  it('is refused with every fault at once', () => {
    const read = () => readDeployment({ deployment: 'Main!', credentials: [], language: 'de', secret: 'x' });

    expect(read).toThrow(DeploymentRefused);
    expect(read).toThrow(
      /offpeak\.deployment: .*offpeak\.credentials: .*offpeak\.language: .*offpeak\.timezone: .*secret/s,
    );
  });

  it.each([
    [{ languge: 'en' }, 'offpeak: "languge" is no setting; did you mean language?'],
    [{ notify: { topic: [] } }, 'offpeak.notify: "topic" is no setting; did you mean topics?'],
    [
      { timezone: 'Asia/Shangai' },
      'offpeak.timezone: must be an IANA time zone; did you mean Asia/Shanghai?',
    ],
    [{ language: 'fr' }, 'offpeak.language: must be en or zh-CN'],
    [{ language: undefined }, 'offpeak.language: is missing'],
    [{ credentials: 'offpeak/prod' }, 'offpeak.credentials: must be a list'],
    [{ notify: { topics: ['arn:aws:sns:x'] } }, 'offpeak.notify.topics.0: must be the name of a topic'],
    [
      { reservedConcurrency: { settel: 1 } },
      'offpeak.reservedConcurrency: "settel" is no setting; did you mean settle?',
    ],
    [{ reservedConcurrency: { due: 0 } }, 'offpeak.reservedConcurrency.due: must be at least 1'],
    [{ fixedEgress: 'yes' }, 'offpeak.fixedEgress: must be true or false'],
    [{ secretKeys: ['alias/x'] }, 'offpeak.secretKeys.0: must be the ARN of a KMS key'],
    [{ alarms: { topics: ['ops', 'ops'] } }, 'offpeak.alarms.topics: must name each only once'],
    [{ alarms: { topics: [...'abcdef'] } }, 'offpeak.alarms.topics: must name at most 5'],
    [{ credentials: ['one', 'one'] }, 'offpeak.credentials: must name each only once'],
    [{ secretKeys: [KEY, KEY] }, 'offpeak.secretKeys: must name each only once'],
    [{ requestTimeoutSeconds: 21 }, 'offpeak.requestTimeoutSeconds: must be at most 20'],
    [{ requestTimeoutSeconds: 0 }, 'offpeak.requestTimeoutSeconds: must be at least 1'],
  ])('is refused with the path and the word that was meant: %j', (over, sentence) => {
    expect(() => readDeployment({ ...complete, ...over })).toThrow(sentence);
  });

  it('has each setting in docs/deploy.md', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/deploy.md'), 'utf8');

    for (const setting of Object.keys(deploymentSchema.shape)) expect(page).toContain(`| \`${setting}\` |`);
  });

  it('may come as JSON from the command line', () => {
    expect(readDeployment(JSON.stringify(complete))).toEqual(readDeployment(complete));
    expect(() => readDeployment('{deployment}')).toThrow('offpeak: is not JSON: ');
  });

  it.each(['offpeak/*', 'offpeak/?', 'offpeak/${x}', 'a b'])(
    'takes no secret name that could mean several: %s',
    (name) => {
      expect(() => readDeployment({ ...complete, credentials: [name] })).toThrow(DeploymentRefused);
    },
  );

  it('is refused when it is missing', () => {
    expect(() => readDeployment(undefined)).toThrow(/read the context "offpeak" → offpeak: /);
  });
});
