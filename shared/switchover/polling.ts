import { MINUTE, type Milliseconds, SECOND } from '../time/clock.ts';

/** How long a switchover takes where nobody has seen one yet: the median of a lognormal, until durations are known. */
const USUAL_MEDIAN: Milliseconds = 12 * SECOND;
const SPREAD = 0.55;

/** What a second of undetected completion is worth, in polls. */
const LAG_WORTH = 0.5;

/** The tail is polled too: no hazard is taken for lower than this (per second), and no gap is longer than a minute. */
const LEAST_HAZARD = 0.002;
const LONGEST_GAP: Milliseconds = MINUTE;

const STEP = 0.25;

/**
 * The gap until the next look, when the last one was `elapsed` after the send and saw the change unfinished.
 *
 * Looks are spent in proportion to the square root of the hazard (Keller 1974: n(t) = √(v·h(t)/2c)): the next look is
 * where that density has summed to one. `took` is how long the last switchover of this instance took, if one was seen.
 */
export function gapToNextLook(elapsed: Milliseconds, took: Milliseconds | undefined): Milliseconds {
  const median = Math.max(took ?? USUAL_MEDIAN, SECOND) / SECOND;
  const from = elapsed / SECOND;
  let looks = 0;
  let at = from;
  while (looks < 1 && (at - from) * SECOND < LONGEST_GAP) {
    const hazard = Math.max(LEAST_HAZARD, lognormalHazard(at + STEP / 2, median));
    looks += Math.sqrt((LAG_WORTH * hazard) / 2) * STEP;
    at += STEP;
  }
  return Math.round((at - from) * SECOND);
}

function lognormalHazard(seconds: number, median: number): number {
  const z = Math.log(seconds / median) / SPREAD;
  const density = Math.exp(-(z * z) / 2) / (seconds * SPREAD * Math.sqrt(2 * Math.PI));
  const left = 1 - normalDistribution(z);
  return left < 1e-9 ? 0 : density / left;
}

/** The standard normal distribution function (Zelen & Severo 1964, absolute error below 7.5e-8). */
function normalDistribution(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}
