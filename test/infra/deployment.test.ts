import { describe, expect, it } from 'vitest';
import { DeploymentRefused, readDeployment } from '../../infra/deployment.ts';

const complete = {
  deployment: 'main',
  credentials: ['offpeak/prod'],
  language: 'en',
  timezone: 'Asia/Shanghai',
};

describe('what a deployment is told', () => {
  it('has the documented lives where none are given', () => {
    expect(readDeployment(complete)).toEqual({
      ...complete,
      signatureLifeSeconds: 900,
      requestTimeoutSeconds: 10,
    });
  });

  it('is refused with every fault at once', () => {
    const read = () => readDeployment({ deployment: 'Main!', credentials: [], language: 'de', secret: 'x' });

    expect(read).toThrow(DeploymentRefused);
    expect(read).toThrow(
      /offpeak\.deployment: .*offpeak\.credentials: .*offpeak\.language: .*offpeak\.timezone: .*secret/s,
    );
  });

  it.each(['offpeak/*', 'offpeak/?', 'offpeak/${x}', 'a b'])(
    'takes no secret name that could mean several: %s',
    (name) => {
      expect(() => readDeployment({ ...complete, credentials: [name] })).toThrow(DeploymentRefused);
    },
  );

  it('names a zone that exists: every function would refuse to start with another', () => {
    expect(() => readDeployment({ ...complete, timezone: 'Asia/Shangai' })).toThrow(
      'offpeak.timezone: must be an IANA time zone',
    );
  });

  it('is refused when it is missing', () => {
    expect(() => readDeployment(undefined)).toThrow(/read the context "offpeak" → offpeak: /);
  });
});
