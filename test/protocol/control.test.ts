import { describe, expect, it } from 'vitest';
import {
  applyPlan,
  countBadOutcome,
  forgetBadOutcomes,
  isStop,
  isStopScope,
  liftStop,
  moveWatermark,
  putStop,
  putStopOnce,
  readBadOutcomes,
  readPlanPointer,
  readPlanText,
  readStop,
  readWatermark,
  type Stop,
  stopsFor,
} from '../../shared/protocol/control.ts';
import { CONTROL, keys, STOP_PREFIX } from '../../shared/protocol/keys.ts';
import { aRun, commits, NOW, storeWith } from './runs.ts';

const stop = (scope: string, by = 'ann'): Stop => ({ scope, by, reason: 'because', at: NOW });

describe('stops', () => {
  it.each([
    ['everything', true],
    ['account:prod', true],
    ['rule:orders home', true],
    ['rule:orders\nhome', false],
    ['account:prod east', false],
    ['rule:orders-home', true],
    ['instance:cn-beijing/redis-a', true],
    ['account:', false],
    ['everything:x', false],
    ['tag:x', false],
    ['account:a#b', false],
    ['', false],
  ])('%s is a scope: %s', (scope, is) => {
    expect(isStopScope(scope)).toBe(is);
  });

  it('halt what is in their scope and nothing else', () => {
    const halting = ['everything', 'account:prod', 'rule:orders', 'instance:cn-beijing/redis-a'];
    const others = ['account:prod2', 'rule:order', 'instance:cn-beijing/redis-b', 'instance:redis-a'];
    const stops = [...halting, ...others].map((scope) => stop(scope));
    expect(stopsFor(aRun(), stops).map(({ scope }) => scope)).toEqual(halting);
    const { rule: _, ...ruleless } = aRun();
    expect(stopsFor(ruleless, [stop('rule:undefined')])).toEqual([]);
  });

  it('are put by people as often as they like, by the outbox only where none is', async () => {
    const store = await storeWith();
    expect(await commits(store, [putStopOnce(stop('account:prod', 'offpeak'))])).toBe(true);
    expect(await commits(store, [putStop(stop('account:prod', 'ann'))])).toBe(true);
    expect(await commits(store, [putStopOnce(stop('account:prod', 'offpeak'))])).toBe(false);
    const [item] = await store.list(CONTROL, STOP_PREFIX);
    expect(item && isStop(item) && readStop(item).by).toBe('ann');
  });

  it('are lifted once', async () => {
    const store = await storeWith(putStop(stop('everything')));
    expect(await commits(store, [liftStop('everything')])).toBe(true);
    expect(await commits(store, [liftStop('everything')])).toBe(false);
  });
});

describe('the count of bad outcomes', () => {
  it('counts each run and names it; two that read the same count one', async () => {
    const store = await storeWith();
    expect(await commits(store, [countBadOutcome('prod', undefined, 'run-1')])).toBe(true);
    expect(await commits(store, [countBadOutcome('prod', undefined, 'run-2')])).toBe(false);
    const known = { count: 1, runs: ['run-1'] };
    expect(await commits(store, [countBadOutcome('prod', known, 'run-2')])).toBe(true);
    expect(await commits(store, [countBadOutcome('prod', known, 'run-3')])).toBe(false);
    const item = await store.get(keys.badOutcomes('prod'));
    expect(item && readBadOutcomes(item)).toEqual({ count: 2, runs: ['run-1', 'run-2'] });
    await commits(store, [forgetBadOutcomes('prod')]);
    expect(await store.get(keys.badOutcomes('prod'))).toBeUndefined();
  });
});

describe('the plan and the watermark', () => {
  it('are kept under their keys: the plan under its hash, and which one is in force', async () => {
    const store = await storeWith();
    const pointer = {
      hash: 'h',
      appliedAt: NOW,
      freezes: [{ name: 'f', startsAt: 1, endsAt: 2 }],
      switching: ['prod'],
    };
    await commits(store, applyPlan(pointer, '{"x":1}'));
    const current = await store.get(keys.currentPlan());
    const version = await store.get(keys.planVersion('h'));
    expect(current && readPlanPointer(current)).toEqual(pointer);
    expect(version && readPlanText(version)).toBe('{"x":1}');
  });

  it('remember up to when every occurrence has its record', async () => {
    const store = await storeWith();
    await commits(store, [moveWatermark(NOW)]);
    const item = await store.get(keys.watermark());
    expect(item && readWatermark(item)).toBe(NOW);
  });
});
