import type { Instant } from '../../time/clock.ts';
import type { PlannedEvent } from '../../volcengine/redis.ts';
import type { Verdict } from '../codes.ts';
import { decide } from '../decisions.ts';
import { RUNNING_STATUS } from '../looks.ts';
import { no, notYet, yes } from './answers.ts';
import type { GateFacts } from './facts.ts';
import { earliestStart } from './freeze.ts';

/** Only these can be switched; `Standalone` and anything unknown cannot (vendor page 6293/1148755). */
const SWITCHABLE_CLASS = 'PrimarySecondary';

/** Planned events in these states are over; any other state, an unknown one too, may still act. */
const OVER: ReadonlySet<string> = new Set(['Success', 'Failed', 'Canceled', 'Abandoned']);

/** There, of the right class, Running, and no planned event of the vendor's in the way. */
export function instanceGate(facts: GateFacts): Verdict {
  const { instance, instanceId, plannedEvents } = facts;
  if (instance === undefined) return no('instance', 'NOT_READY', decide('INSTANCE_UNKNOWN', { instanceId }));
  if (instance === 'unreadable' || plannedEvents === 'unreadable') {
    return notYet('instance', 'NOT_READY', decide('INSTANCE_UNREADABLE', { instanceId }));
  }
  const { instanceClass, status } = instance;
  if (instanceClass !== SWITCHABLE_CLASS) {
    return no('instance', 'NOT_READY', decide('WRONG_CLASS', { instanceClass }));
  }
  if (status !== RUNNING_STATUS) return notYet('instance', 'NOT_READY', decide('NOT_RUNNING', { status }));
  const event = plannedEvents?.find((one) =>
    standsInTheWay(one, earliestStart(facts), facts.opening?.closesAt),
  );
  return event === undefined ? yes('instance', decide('INSTANCE_READY', { status })) : blockedBy(event);
}

/** An event under way does; one to come does if its span touches [from, until). What is not said is taken as for ever. */
function standsInTheWay(event: PlannedEvent, from: Instant, until: Instant | undefined): boolean {
  if (OVER.has(event.status)) return false;
  if (event.status === 'Running') return true;
  const endsAfter = event.endsAt === undefined || event.endsAt > from;
  const startsBefore = event.startsAt === undefined || until === undefined || event.startsAt < until;
  return endsAfter && startsBefore;
}

function blockedBy({ action, status, startsAt, endsAt }: PlannedEvent): Verdict {
  return notYet('instance', 'NOT_READY', decide('PLANNED_EVENT', { action, status, startsAt, endsAt }));
}
