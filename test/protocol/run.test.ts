import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/keys.ts';
import { attributesOf } from '../../shared/protocol/record.ts';
import { instanceOf, readRun } from '../../shared/protocol/run.ts';
import { aClaimedRun, aRun } from './runs.ts';

const key = keys.run('run-1');

describe('the record of a run', () => {
  it('reads back as it was written', () => {
    const run = aClaimedRun({
      target: { kind: 'nodes', nodes: ['a'] },
      looks: [{ at: 1, unreadable: true }],
      refusal: { answer: 'no', reason: 'STOP', decision: { code: 'STOPPED', data: { scope: 'everything' } } },
    });
    expect(readRun({ key, attributes: attributesOf(run) })).toEqual(run);
  });

  it.each([
    { name: 'a phase that this version does not know', change: { phase: 'RESTING' } },
    { name: 'an outcome that it does not know', change: { outcome: 'FINE' } },
    { name: 'no version', change: { version: null } },
  ])('is refused with $name', ({ change }) => {
    expect(() => readRun({ key, attributes: { ...attributesOf(aRun()), ...change } })).toThrow(
      'not a record of this version',
    );
  });

  it('names its instance by region and id', () => {
    expect(instanceOf({ instance: 'cn-beijing/redis-a' })).toEqual({
      region: 'cn-beijing',
      instanceId: 'redis-a',
    });
  });
});
