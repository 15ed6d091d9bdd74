import { describe, expect, it } from 'vitest';
import { directSchema, requestOf } from '../../shared/steps/direct-request.ts';
import { SOLO } from './rig.ts';

const REQUEST = { instance: SOLO, key: 'night 42', reason: 'Übung 演练' };

describe('a direct request', () => {
  it.each([
    ['now', {}],
    ['in the window', { when: 'window' }],
    ['at an instant', { when: '2026-11-24T02:30:00+08:00' }],
    ['at an instant without seconds', { when: '2026-11-24T02:30+08:00' }],
    ['to a zone', { target: { kind: 'zone', zone: 'cn-beijing-b' } }],
    ['to nodes', { target: { kind: 'nodes', nodes: ['server-redis-cn1-0-1'] } }],
    ['from a workflow that the console links', { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn:x' }],
    ['for a workflow that waits', { taskToken: 'AAAA+/=='.repeat(200) }],
  ])('%s is taken as it was written', (_, over) => {
    expect(directSchema.parse({ ...REQUEST, ...over })).toEqual({ ...REQUEST, ...over });
  });

  it.each([
    ['an instance and a rule', { rule: 'solo' }],
    ['neither', { instance: undefined }],
  ])('is refused with %s', (_, over) => {
    const parsed = directSchema.safeParse({ ...REQUEST, ...over });
    expect(parsed.error?.message).toContain('must name either an instance or a rule');
  });

  it('may have an execution and a state of it for its key, however long their names', () => {
    const [name, region] = ['x'.repeat(80), 'us-gov-west-1'];
    const key = `arn:aws-us-gov:states:${region}:111122223333:execution:${name}:${name}/${name}`;

    expect(directSchema.parse({ ...REQUEST, key })).toMatchObject({ key });
    expect(directSchema.safeParse({ ...REQUEST, key: 'x'.repeat(321) }).success).toBe(false);
  });

  it('is refused with a field that nobody reads', () => {
    expect(directSchema.safeParse({ ...REQUEST, authorized: true }).success).toBe(false);
  });
});

describe('which request it is', () => {
  const request = (over: object = {}) => requestOf(directSchema.parse({ ...REQUEST, ...over }), 'home');
  const { runId, digest } = request();

  it.each([
    ['whoever waits for it', { taskToken: 'token' }],
    ['whichever workflow the console links', { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn:x' }],
  ])('does not depend on %s', (_, over) => {
    expect(request(over)).toEqual({ runId, digest });
  });

  it.each([
    ['another key is another run', { key: 'night 43' }, { runId: false, digest: true }],
    ['another reason is another body', { reason: 'other' }, { runId: true, digest: false }],
    ['another time is another body', { when: 'window' }, { runId: true, digest: false }],
  ])('%s', (_, over, same) => {
    const other = request(over);
    expect({ runId: other.runId === runId, digest: other.digest === digest }).toEqual(same);
  });
});
