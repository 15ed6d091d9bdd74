import { describe, expect, it } from 'vitest';
import { ALARMS } from '../../infra/alarm-names.ts';
import { alarmedMetrics, priceOfWatching } from './watching.ts';

describe('a month of watching', () => {
  it('is billed for three metrics in each hour in which runs end, whole hours', () => {
    expect(priceOfWatching(1, 1, 0).customMetrics).toBeCloseTo((3 * 0.3) / 730, 9);
    expect(priceOfWatching(61, 61, 0).customMetrics).toBeCloseTo((2 * 3 * 0.3) / 730, 9);
    expect(priceOfWatching(4, 1, 0).customMetrics).toBeCloseTo((4 * 3 * 0.3) / 730, 9);
  });

  it('is never billed for more hours than a month has', () => {
    expect(priceOfWatching(1e6, 1e6, 0).customMetrics).toBeCloseTo(0.9, 9);
  });

  it('is billed for each metric that an alarm looks at, and for one dashboard', () => {
    const { alarms, dashboard } = priceOfWatching(1, 1, 14);

    expect(alarms).toBeCloseTo(1.4, 9);
    expect(dashboard).toBe(3);
  });

  it('counts the metrics of all alarms: two each for what is silent, and for what ended badly', () => {
    expect(alarmedMetrics()).toBe(ALARMS.length + 3);
  });
});
