import { describe, expect, it } from 'vitest';
import { ruleFor } from '../../shared/plan/match.ts';
import type { Match, NeverRule } from '../../shared/plan/plan.ts';

const ruleOf = (name: string, match: Match): NeverRule => ({ name, match, never: 'by hand' });

const byId = ruleOf('by id', { instance: 'redis-a' });
const byTag = ruleOf('by tag', { tag: { tier: '0', app: 'cart' } });
const byProject = ruleOf('by project', { project: 'shop' });
const byPattern = ruleOf('by pattern', { pattern: 'redis-*' });

describe('the rule of an instance', () => {
  it('is the first that matches', () => {
    const again = ruleOf('again', { instance: 'redis-a' });

    expect(ruleFor({ rules: [byId, again] }, { instanceId: 'redis-a' })).toEqual({
      kind: 'matches',
      rule: byId,
    });
  });

  it('matches an id exactly', () => {
    expect(ruleFor({ rules: [byId] }, { instanceId: 'redis-ab' })).toEqual({ kind: 'none' });
  });

  it('matches by tags when the instance has all of them', () => {
    const facts = { instanceId: 'redis-b', tags: { tier: '0', app: 'cart', more: 'x' } };

    expect(ruleFor({ rules: [byTag] }, facts)).toEqual({ kind: 'matches', rule: byTag });
    expect(ruleFor({ rules: [byTag] }, { ...facts, tags: { tier: '0' } })).toEqual({ kind: 'none' });
  });

  it('does not take what every object has for a tag', () => {
    const rule = ruleOf('odd', { tag: { constructor: 'x' } });

    expect(ruleFor({ rules: [rule] }, { instanceId: 'redis-b', tags: {} })).toEqual({ kind: 'none' });
  });

  it('matches by project', () => {
    expect(ruleFor({ rules: [byProject] }, { instanceId: 'redis-b', project: 'shop' }).kind).toBe('matches');
    expect(ruleFor({ rules: [byProject] }, { instanceId: 'redis-b', project: 'bank' }).kind).toBe('none');
  });
});

describe('what is not known', () => {
  it.each([
    [byTag, 'tags'],
    [byProject, 'project'],
    [byPattern, 'pattern'],
  ] as const)('is said, not passed over: $name', (rule, fact) => {
    expect(ruleFor({ rules: [rule, byId] }, { instanceId: 'redis-a' })).toEqual({
      kind: 'undecidable',
      rule,
      lacks: [fact],
    });
  });

  it('does not matter for a rule that already fails to match by what is known', () => {
    const both = ruleOf('both', { instance: 'redis-b', tag: { tier: '0' } });

    expect(ruleFor({ rules: [both, byId] }, { instanceId: 'redis-a' })).toEqual({
      kind: 'matches',
      rule: byId,
    });
  });

  it('does not matter after a rule that matches', () => {
    expect(ruleFor({ rules: [byId, byPattern] }, { instanceId: 'redis-a' })).toEqual({
      kind: 'matches',
      rule: byId,
    });
  });
});
