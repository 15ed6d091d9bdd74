import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cadence, Window } from '../../shared/plan/plan.ts';
import {
  bodyDigestOf,
  clientTokenOf,
  runIdOfOccurrence,
  runIdOfRequest,
} from '../../shared/protocol/identity.ts';
import { DAY } from '../../shared/time/clock.ts';
import { occurrences } from '../../shared/time/occurrences.ts';
import { windowOf } from '../time/window-examples.ts';
import { NOW } from './runs.ts';

const instance = { region: 'cn-beijing', instanceId: 'redis-a' };
const NIGHTLY: Cadence = { kind: 'every-opening' };
const idsUnder = (window: Window, cadence: Cadence = NIGHTLY) =>
  occurrences({ cadence, window }, NOW - 3 * DAY, NOW + 3 * DAY).map(({ key }) =>
    runIdOfOccurrence('deployment', instance, key),
  );

describe('the run of an occurrence', () => {
  it.each([
    { name: 'the window moved', window: windowOf({ open: '01:00', close: '03:30' }) },
    { name: 'the window made longer', window: windowOf({ close: '06:00' }) },
    { name: 'the window renamed', window: windowOf({ name: 'other' }) },
    { name: 'another cutoff', window: windowOf({ cutoff: 0 }) },
  ])('is the same with $name', ({ window }) => {
    const ids = idsUnder(windowOf());
    expect(ids.length).toBeGreaterThan(4);
    expect(idsUnder(window)).toEqual(ids);
  });

  it('is the same under whatever rule or cadence makes it due', () => {
    expect(idsUnder(windowOf(), { kind: 'days-since-proven', days: 30 })).toEqual(idsUnder(windowOf()));
  });

  it('is another one in another deployment, region, instance or night', () => {
    const ids = [
      runIdOfOccurrence('deployment', instance, '2026-11-24'),
      runIdOfOccurrence('other', instance, '2026-11-24'),
      runIdOfOccurrence('deployment', { ...instance, region: 'cn-shanghai' }, '2026-11-24'),
      runIdOfOccurrence('deployment', { ...instance, instanceId: 'redis-b' }, '2026-11-24'),
      runIdOfOccurrence('deployment', instance, '2026-11-25'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the run of a request', () => {
  it('follows from deployment and key alone', () => {
    expect(runIdOfRequest('deployment', 'key')).toBe(runIdOfRequest('deployment', 'key'));
    expect(runIdOfRequest('deployment', 'key')).not.toBe(runIdOfRequest('deployment', 'key2'));
    expect(runIdOfRequest('deployment', 'key')).not.toBe(runIdOfRequest('other', 'key'));
  });

  it('is never the run of an occurrence', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.string(),
        fc.string(),
        (key, region, instanceId, occurrence) => {
          const other = runIdOfOccurrence('deployment', { region, instanceId }, occurrence);
          expect(runIdOfRequest('deployment', key)).not.toBe(other);
        },
      ),
    );
  });

  it('compares bodies by what they say', () => {
    expect(bodyDigestOf({ instance: 'a', when: 'now' })).toBe(bodyDigestOf({ when: 'now', instance: 'a' }));
    expect(bodyDigestOf({ when: 'now' })).not.toBe(bodyDigestOf({ when: 'window' }));
  });
});

describe('a run’s id', () => {
  it('is fit for the name of an execution, and for a ClientToken of at most 127 ASCII characters', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 256 }), (deployment, key, batch) => {
        const runId = runIdOfRequest(deployment, key);
        expect(runId).toMatch(/^[a-z2-7]{1,80}$/);
        expect(clientTokenOf(runId, batch)).toMatch(/^[\x21-\x7e]{1,127}$/);
      }),
    );
  });

  it('gives each batch a token of its own', () => {
    expect(clientTokenOf('run', 1)).not.toBe(clientTokenOf('run', 2));
    expect(clientTokenOf('run', 1)).toBe(clientTokenOf('run', 1));
  });
});
