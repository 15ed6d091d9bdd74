import { SECOND } from '../../shared/time/clock.ts';
import { type Setting, SMALLEST } from './setting.ts';

const TWO_RUNS = { A: 'one', B: 'one' } as const;

/** The worlds that are searched whole. Two workers in each; every worker may stand still anywhere for any time. */
export const WORLDS = {
  oneRun: SMALLEST,
  views: { ...SMALLEST, name: 'one run, views of any age', views: 'any age' },
  failover: { ...SMALLEST, name: 'one run, a failover', failsOver: true },
  threeNodes: { ...SMALLEST, name: 'one run, three nodes, a failover', nodes: 3, failsOver: true },
  throttled: { ...SMALLEST, name: 'one run, throttled answers', throttles: true },
  stopped: { ...SMALLEST, name: 'one run, a stop', stops: true },
  lostClaims: { ...SMALLEST, name: 'one run, claims unheard', losesClaims: true },
  batches: { ...SMALLEST, name: 'one run of two batches', shards: 2 },
  twoRuns: {
    ...SMALLEST,
    name: 'two runs, a failover, no tokens',
    runs: TWO_RUNS,
    seconds: [0, 600, 645],
    failsOver: true,
  },
  twoRunsTokens: {
    ...SMALLEST,
    name: 'two runs, a failover, tokens for ever',
    runs: TWO_RUNS,
    seconds: [0, 600, 645],
    failsOver: true,
    tokens: 'for ever',
  },
  ahead: {
    ...SMALLEST,
    name: 'two runs, one clock 5 s ahead',
    runs: TWO_RUNS,
    seconds: [0, 632, 645],
    skew: 5 * SECOND,
  },
  behind: {
    ...SMALLEST,
    name: 'two runs, one clock 5 s behind',
    runs: TWO_RUNS,
    seconds: [0, 637, 650],
    skew: -5 * SECOND,
  },
  closing: {
    ...SMALLEST,
    name: 'one run, one clock 5 s ahead',
    seconds: [0, 703, 709, 737],
    skew: 5 * SECOND,
  },
  landing: {
    ...SMALLEST,
    name: 'two runs, a failover, one clock 5 s ahead',
    runs: TWO_RUNS,
    seconds: [0, 32],
    failsOver: true,
    skew: 5 * SECOND,
  },
  twoForeign: {
    ...SMALLEST,
    name: 'two runs, three nodes, a failover',
    runs: TWO_RUNS,
    seconds: [0],
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
