import * as z from 'zod/mini';
import type { Item, Write } from '../store/store.ts';
import type { Instant } from '../time/clock.ts';
import { digestOf, nameOf } from './digest.ts';
import { keys } from './keys.ts';
import { attributesOf, readRecord } from './record.ts';
import type { Run } from './run.ts';

const eventSchema = z.object({
  number: z.number(),
  at: z.number(),
  kind: z.string(),
  by: z.string(),
  detail: z.record(z.string(), z.unknown()),
  /** Digest of the event before; of the first one, the run's id. */
  after: z.string(),
});

/** One audit event. Events of a run are gap-free from 0 and chained by digest; none is ever changed. */
export type AuditEvent = Readonly<z.infer<typeof eventSchema>>;

export const readEvent = (item: Item): AuditEvent => readRecord(eventSchema, item);

/** What an event says, without its place in the chain. `detail` is JSON without secrets. */
export interface Happening {
  readonly kind: string;
  readonly at: Instant;
  readonly by: string;
  readonly detail: { readonly [name: string]: EventValue };
}
type EventValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly EventValue[]
  | { readonly [name: string]: EventValue };

/** The digest that the next event must carry. */
export const linkOf = (runId: string, last: AuditEvent | undefined) =>
  last === undefined ? digestOf(runId) : digestOf(last);

/** What the run keeps of its last event: 130 bits, since the run's item has to stay small. */
const headOf = (runId: string, last: AuditEvent | undefined) => nameOf(last ?? runId).slice(0, 26);

/**
 * The write that appends an event: put if absent, at the number that the run says is next. `change` belongs to the run in
 * the same transaction: without it nobody could tell that the last event was changed or dropped.
 */
export function appendEvent(
  run: Pick<Run, 'runId' | 'events' | 'expiresAt'>,
  last: AuditEvent | undefined,
  event: Happening,
): { write: Write; change: Required<Pick<Run, 'events' | 'link'>> } {
  const key = keys.event(run.runId, run.events);
  const attributes = attributesOf({
    number: run.events,
    at: event.at,
    kind: event.kind,
    by: event.by,
    detail: event.detail,
    after: linkOf(run.runId, last),
    expiresAt: run.expiresAt,
  });
  const link = headOf(run.runId, readEvent({ key, attributes }));
  return {
    write: { put: key, attributes, when: { item: 'absent' } },
    change: { events: run.events + 1, link },
  };
}

/**
 * Verifies a run's whole chain. Returns the number of the first event that is missing or changed, or `undefined`.
 * `link` is the run's own: without it a last event that was changed or dropped cannot be told.
 */
export function brokenAt(runId: string, events: readonly AuditEvent[], link?: string): number | undefined {
  let last: AuditEvent | undefined;
  for (const [number, event] of events.entries()) {
    if (event.number !== number || event.after !== linkOf(runId, last)) return number;
    last = event;
  }
  if (link === undefined || headOf(runId, last) === link) return undefined;
  return Math.max(0, events.length - 1);
}
