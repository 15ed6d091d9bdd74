import { expect, it } from 'vitest';
import { problemOfStart } from '../../shared/api/start-refusal.ts';
import { decide } from '../../shared/switchover/decisions.ts';

const REQUEST = { key: 'k', by: 'ana', reason: 'x', source: 'http', when: 'now' } as const;
const READER = { language: 'en', zone: 'Asia/Shanghai' } as const;
const NO_RULE = decide('NO_RULE_MATCHES', { instanceId: 'redis-1' });

it.each([
  ['unknown instance', { instance: 'redis-1' }, NO_RULE, 'NO_RULE_MATCHES'],
  ['unknown instance', { rule: 'fleet' }, NO_RULE, 'RULE_WITHOUT_INSTANCE'],
  ['unknown rule', { rule: 'flet' }, NO_RULE, 'UNKNOWN_RULE'],
  ['no opening', { instance: 'redis-1', when: 0 }, decide('NEVER_OPENS', {}), 'NO_OPENING_THEN'],
  ['no opening', { instance: 'redis-1', when: 'window' }, decide('NEVER_OPENS', {}), 'NEVER_OPENS'],
  ['other body', { instance: 'redis-1' }, undefined, 'KEY_REUSED'],
] as const)('%s of %j is %s', (what, asked, decision, code) => {
  const refused = { started: false, what, ...(decision && { decision }) } as const;

  const problem = problemOfStart(refused, { ...REQUEST, ...asked }, READER);

  expect(problem.code).toBe(code);
  expect(problem.detail).toMatch(/\.$/);
});

it('the sentence is that of the decision, in the language of the reader', () => {
  const refused = { started: false, what: 'not now', decision: decide('NEVER_OPENS', {}) } as const;

  const problem = problemOfStart(refused, REQUEST, { ...READER, language: 'zh-CN' });

  expect(problem.detail).toBe(problem.decision?.sentences['zh-CN']);
  expect(problem.nextOpening).toBeUndefined();
});
