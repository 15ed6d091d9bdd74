import { describe, expect, it } from 'vitest';
import { unservedBy } from '../../shared/api/unserved.ts';
import { readPlan } from '../../shared/plan/read.ts';

const GIVEN = {
  credentials: ['offpeak/prod', 'offpeak/staging'],
  notifySecrets: ['offpeak/feishu-dba'],
  notifyTopics: ['offpeak-alerts'],
};

const planOf = (credentials: string, notify: string) => {
  const reading = readPlan(`
timezone: Asia/Shanghai
accounts: { prod: { region: cn-beijing, credentials: ${credentials} } }
windows: { nights: { days: mon-thu, open: "02:00", close: "04:30" } }
notify: { dba: ${notify} }
rules: []
`);
  if ('faults' in reading) throw new Error(reading.faults.map(({ sentence }) => sentence).join(' '));
  return reading.plan;
};

describe('a deployment', () => {
  it('serves a plan that names what it was given', () => {
    const plan = planOf('offpeak/prod', '{ feishu: offpeak/feishu-dba, sns: offpeak-alerts, log: dba }');

    expect(unservedBy(GIVEN)(plan)).toEqual([]);
  });

  it('names everything of a plan that it was not given, at once, with the nearest name', () => {
    const plan = planOf(
      'offpeak/prd',
      '{ feishu: offpeak/prod, dingtalk: x, wecom: x, sns: offpeak-alert, webhook: x }',
    );

    const found = unservedBy(GIVEN)(plan);

    expect(found).toContainEqual({
      path: 'plan accounts.prod.credentials',
      sentence: "The deployment's credentials has no such name; add it to the settings and deploy.",
      nearest: 'offpeak/prod',
    });
    expect(Object.fromEntries(found.map(({ path, nearest }) => [path, nearest]))).toEqual({
      'plan accounts.prod.credentials': 'offpeak/prod',
      'plan notify.dba.feishu': undefined,
      'plan notify.dba.dingtalk': undefined,
      'plan notify.dba.wecom': undefined,
      'plan notify.dba.webhook': undefined,
      'plan notify.dba.sns': 'offpeak-alerts',
    });
  });

  it('never shows what the plan wrote, which may be a secret by mistake', () => {
    const canary = 'canary-a-secret-by-mistake';

    expect(JSON.stringify(unservedBy(GIVEN)(planOf(canary, `{ webhook: ${canary} }`)))).not.toContain(
      'canary',
    );
  });
});
