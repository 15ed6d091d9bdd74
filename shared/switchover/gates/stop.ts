import type { Verdict } from '../codes.ts';
import { decide } from '../decisions.ts';
import { notYet, yes } from './answers.ts';
import type { GateFacts } from './facts.ts';

/** An operator's halt, which nobody can override. Stops that cannot be read count as stopped. */
export function stopGate({ stops }: Pick<GateFacts, 'stops'>): Verdict {
  if (stops === 'unreadable') return notYet('stop', 'STOP', decide('STOPS_UNREADABLE', {}));
  const [first, ...more] = stops;
  if (first === undefined) return yes('stop', decide('NOT_STOPPED', {}));
  const { scope, by, reason } = first;
  const others = more.length === 0 ? undefined : more.length;
  return notYet('stop', 'STOP', decide('STOPPED', { scope, by, reason, more: others }));
}
