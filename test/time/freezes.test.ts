import { describe, expect, it } from 'vitest';
import type { Freeze } from '../../shared/plan/plan.ts';
import { freezeSpans, frozenAt } from '../../shared/time/freezes.ts';
import { at } from './window-examples.ts';

const freezeOf = (parts: Partial<Freeze>): Freeze => ({
  name: 'Double 11',
  from: '2026-11-09',
  through: '2026-11-12',
  timezone: 'Asia/Shanghai',
  ...parts,
});

describe('a freeze', () => {
  it.each([
    ['four days', 'Asia/Shanghai', '2026-11-09', '2026-11-12', '2026-11-08T16:00Z', '2026-11-12T16:00Z'],
    ['one day', 'Asia/Shanghai', '2026-11-09', '2026-11-09', '2026-11-08T16:00Z', '2026-11-09T16:00Z'],
    ['a day of 23 h', 'Europe/Berlin', '2026-03-29', '2026-03-29', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
    ['a day of 25 h', 'Europe/Berlin', '2026-10-25', '2026-10-25', '2026-10-24T22:00Z', '2026-10-25T23:00Z'],
    [
      'a gap at its midnight',
      'Africa/Cairo',
      '2026-04-24',
      '2026-04-24',
      '2026-04-23T22:00Z',
      '2026-04-24T21:00Z',
    ],
    [
      'midnight passing twice',
      'America/St_Johns',
      '2010-11-06',
      '2010-11-06',
      '2010-11-06T02:30Z',
      '2010-11-07T03:30Z',
    ],
    [
      'a day that never was',
      'Pacific/Apia',
      '2011-12-30',
      '2011-12-30',
      '2011-12-30T10:00Z',
      '2011-12-30T10:00Z',
    ],
  ])('covers whole days, both included: %s', (_, timezone, from, through, begins, ends) => {
    expect(freezeSpans([freezeOf({ timezone, from, through })])).toEqual([
      { name: 'Double 11', from: at(begins), until: at(ends) },
    ]);
  });

  it.each([
    ['2026-11-08T23:59:59.999+08:00', undefined],
    ['2026-11-09T00:00:00.000+08:00', 'Double 11'],
    ['2026-11-12T23:59:59.999+08:00', 'Double 11'],
    ['2026-11-13T00:00:00.000+08:00', undefined],
  ])('is half-open as a span: at %s frozen by %s', (instant, name) => {
    expect(frozenAt(freezeSpans([freezeOf({})]), at(instant))?.name).toBe(name);
  });

  it('names the one that ends last when several cover the instant', () => {
    const spans = freezeSpans([
      freezeOf({ name: 'long', through: '2026-11-20' }),
      freezeOf({ name: 'short' }),
    ]);

    expect(frozenAt(spans, at('2026-11-10T00:00Z'))?.name).toBe('long');
  });

  it('comes in order of its start', () => {
    const spans = freezeSpans([
      freezeOf({ name: 'later' }),
      freezeOf({ name: 'earlier', from: '2026-11-01' }),
    ]);

    expect(spans.map(({ name }) => name)).toEqual(['earlier', 'later']);
  });
});
