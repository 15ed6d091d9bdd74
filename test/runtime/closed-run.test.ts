import { describe, expect, it } from 'vitest';
import { sentenceFor, toldOf } from '../../shared/runtime/closed-run.ts';
import { closedRun, unknownRun } from './closed-runs.ts';

describe('what is told about a closed run', () => {
  it('is one sentence in the language and the zone of its reader', () => {
    const english = sentenceFor({ language: 'en', zone: 'Asia/Shanghai' })(closedRun());
    const chinese = sentenceFor({ language: 'zh-CN', zone: 'Asia/Shanghai' })(closedRun());

    expect(english).toContain('2026-11-25 02:40');
    expect(chinese).toMatch(/[\u4e00-\u9fff]/);
    expect(chinese).not.toBe(english);
  });

  it('is no sentence while the run is open', () => {
    const open = closedRun({ outcome: undefined });

    expect(sentenceFor({ language: 'en', zone: 'UTC' })(open)).toBe('');
  });

  it('says whether the instance is held', () => {
    expect(toldOf(closedRun(), 's').held).toBe(false);
    expect(toldOf(unknownRun(), 's').held).toBe(true);
  });

  it('holds nothing of how the run was kept: no keys, versions, tokens or looks', () => {
    const told = toldOf(closedRun({ executor: 'arn:canary', slots: [], looks: [] }), 's');

    for (const field of ['executor', 'version', 'slots', 'looks', 'fence', 'expiresAt'])
      expect(told).not.toHaveProperty(field);
  });
});
