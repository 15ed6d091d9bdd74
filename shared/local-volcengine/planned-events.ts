import type { z } from 'zod';
import type { Instant } from '../time/clock.ts';
import type { Fleet } from './fleet.ts';
import { page } from './page.ts';
import type { plannedEventsRequest } from './requests.ts';
import { toVendorTime } from './vendor-time.ts';

/** The vendor's own maintenance of an instance, half-open `[from, to)`. */
export interface PlannedEvent {
  readonly id: string;
  readonly instance: string;
  readonly type: string;
  readonly action: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Absent: Waiting before it, Running within it, Success after it. */
  readonly status?: string | undefined;
}

/** DescribePlannedEvents. The events themselves change nothing about the instance. */
export function describePlannedEvents(
  events: readonly PlannedEvent[],
  fleet: Fleet,
  request: z.output<typeof plannedEventsRequest>,
  { region, at }: { readonly region: string; readonly at: Instant },
): Record<string, unknown> {
  const rows = events.flatMap((event) => {
    const instance = fleet.find(region, event.instance);
    return instance !== undefined && isWanted(event, request) ? [describe(event, instance.name, at)] : [];
  });
  return { Total: rows.length, PlannedEvents: page(rows, request.PageNumber, request.PageSize) };
}

/** The instants after `after` at which an event's status changes by itself. */
export function plannedTurningPoints(events: readonly PlannedEvent[], after: Instant): readonly Instant[] {
  return events
    .filter((event) => event.status === undefined)
    .flatMap((event) => [event.from, event.to])
    .filter((at) => at > after);
}

function isWanted(event: PlannedEvent, request: z.output<typeof plannedEventsRequest>): boolean {
  return (
    event.instance.includes(request.InstanceId ?? '') &&
    (request.MinStartTime === undefined || event.from >= Date.parse(request.MinStartTime)) &&
    (request.MaxStartTime === undefined || event.from <= Date.parse(request.MaxStartTime))
  );
}

function describe(event: PlannedEvent, instanceName: string, at: Instant) {
  const status = event.status ?? statusAt(event, at);
  return {
    EventId: event.id,
    InstanceId: event.instance,
    InstanceName: instanceName,
    Type: event.type,
    Action: event.action,
    ActionName: event.action,
    Status: status,
    PlanStartTime: toVendorTime(event.from),
    PlanEndTime: toVendorTime(event.to),
    MaxEndTime: toVendorTime(event.to),
    CanCancel: status === 'Waiting',
    CanModifyTime: status === 'Waiting',
  };
}

function statusAt({ from, to }: PlannedEvent, at: Instant): string {
  if (at < from) return 'Waiting';
  return at < to ? 'Running' : 'Success';
}
