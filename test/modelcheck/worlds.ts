import { SECOND } from '../../shared/time/clock.ts';
import { type Setting, SMALLEST } from './setting.ts';

const TWO_RUNS = { A: 'one', B: 'one' } as const;
const AHEAD = { worker: 5 * SECOND, watcher: 5 * SECOND };
const BEHIND = { worker: -5 * SECOND, watcher: -5 * SECOND };

/** The worlds that are searched whole. Two workers in each; every worker may stand still anywhere for any time. */
export const WORLDS = {
  oneRun: SMALLEST,
  views: { ...SMALLEST, name: 'one run, views of any age', views: 'any age', seconds: [0, 640] },
  failover: { ...SMALLEST, name: 'one run, a failover', failsOver: true, seconds: [0, 20, 640, 745] },
  threeNodes: {
    ...SMALLEST,
    name: 'one run, three nodes, a failover',
    nodes: 3,
    failsOver: true,
    seconds: [0, 20, 640],
  },
  throttled: { ...SMALLEST, name: 'one run, throttled answers', throttles: true, seconds: [0, 20, 640] },
  stopped: { ...SMALLEST, name: 'one run, a stop', stops: true, seconds: [0, 20, 640] },
  lostClaims: { ...SMALLEST, name: 'one run, claims unheard', losesClaims: true, seconds: [0, 40, 640] },
  batches: { ...SMALLEST, name: 'one run of two batches', shards: 2, seconds: [0, 20, 640] },
  closing: {
    ...SMALLEST,
    name: 'one run, one clock 5 s ahead',
    seconds: [0, 703, 709, 737],
    skew: AHEAD,
  },
  twoRuns: { ...SMALLEST, name: 'two runs', runs: TWO_RUNS, seconds: [0, 600, 645] },
  twoRunsFailover: {
    ...SMALLEST,
    name: 'two runs, a failover, no tokens',
    runs: TWO_RUNS,
    seconds: [0, 645],
    failsOver: true,
  },
  twoRunsTokens: {
    ...SMALLEST,
    name: 'two runs, a failover, tokens for ever',
    runs: TWO_RUNS,
    seconds: [0, 645],
    failsOver: true,
    tokens: 'for ever',
  },
  ahead: {
    ...SMALLEST,
    name: 'two runs, one clock 5 s ahead',
    runs: TWO_RUNS,
    seconds: [0, 632],
    skew: AHEAD,
  },
  behind: {
    ...SMALLEST,
    name: 'two runs, one clock 5 s behind',
    runs: TWO_RUNS,
    seconds: [0, 637],
    skew: BEHIND,
  },
  landing: {
    ...SMALLEST,
    name: 'two runs, a failover, the watcher 5 s ahead',
    runs: TWO_RUNS,
    seconds: [0, 27],
    failsOver: true,
    skew: { worker: 0, watcher: 5 * SECOND },
  },
  twoForeign: {
    ...SMALLEST,
    name: 'two runs, three nodes, a failover',
    runs: TWO_RUNS,
    seconds: [0, 40],
    nodes: 3,
    failsOver: true,
  },
  instances: {
    ...SMALLEST,
    name: 'two instances, three nodes, one at once',
    runs: { A: 'one', B: 'two' },
    seconds: [0],
    nodes: 3,
    failsOver: true,
    atOnce: 1,
  },
} as const satisfies Record<string, Setting>;
