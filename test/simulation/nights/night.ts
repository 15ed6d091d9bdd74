import { type Instant, MINUTE } from '../../../shared/time/clock.ts';

/** Tuesday 2026-11-24 in Shanghai: the window is open from 02:00 to 02:40, and nothing starts in its last ten minutes. */
export const OPENS: Instant = Date.parse('2026-11-23T18:00:00Z');
export const CLOSES: Instant = OPENS + 40 * MINUTE;
export const BEGINS: Instant = OPENS - 2 * MINUTE;
/** From here on nothing goes wrong any more. */
export const FAULTS_END: Instant = CLOSES + 5 * MINUTE;
/** By here every run of the night has its outcome: the longest deadline, settle's grace and a few passes later. */
export const ALL_ENDED: Instant = FAULTS_END + 90 * MINUTE;
