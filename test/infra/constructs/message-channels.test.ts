import { describe, expect, it } from 'vitest';
import { grantsOf, lineOf } from '../grants.ts';
import { QUESTIONS } from '../questions.ts';
import { synthesise } from '../synthesise.ts';

const notify = { secrets: ['offpeak/feishu-dba', 'offpeak/hook'], topics: ['dba-pager'] };
const stacks = synthesise(undefined, { notify, runbook: 'https://wiki.example/offpeak' });

describe('a deployment that names channels', () => {
  it.each(QUESTIONS.map(({ question, holds }) => [question, holds] as const))('%s', (_question, holds) => {
    expect(holds(stacks)).toEqual([]);
  });

  it('lets RecordOutcome and settle read those secrets and publish to those topics, and nobody else', () => {
    const lines = grantsOf(stacks.service)
      .filter(({ action, resource }) => action === 'sns:Publish' || /feishu|hook/.test(resource))
      .map(lineOf);
    const each = (holder: string) => [
      `${holder} may secretsmanager:GetSecretValue secret:offpeak/feishu-dba-??????`,
      `${holder} may secretsmanager:GetSecretValue secret:offpeak/hook-??????`,
      `${holder} may sns:Publish dba-pager`,
    ];
    expect(lines.toSorted()).toEqual([...each('RunRecordOutcomeRole'), ...each('SettleRole')]);
  });

  it('tells the tellers where topics lie and where the runbook is, without a literal partition', () => {
    const { text } = stacks.service;
    expect(text.split('"OFFPEAK_RUNBOOK":"https://wiki.example/offpeak"')).toHaveLength(3);
    expect(text).toContain('"OFFPEAK_TOPIC_PREFIX":{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":sns:"');
    expect(text).not.toContain('arn:aws:sns');
  });
});

it('a deployment that names none lets nobody publish', () => {
  const grants = grantsOf(synthesise().service);
  expect(grants.filter(({ action }) => action.startsWith('sns:'))).toEqual([]);
});
