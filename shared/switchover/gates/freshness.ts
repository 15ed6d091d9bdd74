import type { Verdict } from '../codes.ts';
import { decide } from '../decisions.ts';
import { no, notYet, yes } from './answers.ts';
import type { GateFacts } from './facts.ts';

/**
 * Not before the instant that was asked for. Late is stale only without a window: inside a window a late start is a
 * start, and the cutoff is its limit.
 */
export function freshnessGate({
  now,
  trigger: { startAt, graceMilliseconds },
  windowless,
}: Pick<GateFacts, 'now' | 'trigger' | 'windowless'>): Verdict {
  if (startAt === undefined) return yes('freshness', decide('FRESH', {}));
  if (now < startAt) {
    const decision = decide('BEFORE_START', { startAt, waitMilliseconds: startAt - now });
    return notYet('freshness', 'WINDOW', decision, startAt);
  }
  if (windowless && graceMilliseconds !== undefined && now > startAt + graceMilliseconds) {
    const lateMilliseconds = now - startAt;
    return no(
      'freshness',
      'STALE',
      decide('START_IS_STALE', { startAt, graceMilliseconds, lateMilliseconds }),
    );
  }
  return yes('freshness', decide('FRESH', { startAt }));
}
