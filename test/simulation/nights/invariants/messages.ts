import { MARGIN } from '../../../../shared/protocol/lease.ts';
import { type DeliveryRecord, hasEnded, readDelivery } from '../../../../shared/protocol/messages.ts';
import { keyText } from '../../../../shared/store/write.ts';
import { DAY, type Instant, SECOND } from '../../../../shared/time/clock.ts';
import { type ExpectedMessage, messagesOf } from '../messages.ts';
import { isOfTonight } from '../open-runs.ts';
import type { Seen } from '../seen.ts';
import { itemOf, type ToldPeople } from '../witness.ts';
import type { Invariant } from './invariant.ts';

/** Settle looks at what nobody has announced by then. */
const SOON = 30 * SECOND;
const GIVEN_UP_AFTER = 7 * DAY;

/** The record of a delivery as one commit left it. */
interface Version {
  readonly at: Instant;
  readonly record: DeliveryRecord;
}

export const MESSAGES: readonly Invariant[] = [
  {
    name: 'I24',
    sentence:
      'No message to people is lost: a run in trouble stands in the outbox from its very close until each channel has taken the message; once nothing goes wrong any more each has, also that of its settling; and none is called delivered that was not, or given up within a week.',
    check(seen, expect) {
      const { toldPeople } = seen.simulation.witness;
      const deliveries = deliveriesOf(seen);
      for (const { run, versions } of seen.stories) {
        for (const { at, run: then } of versions) {
          const messages = messagesOf(then);
          if (messages.length === 0) continue;
          const told = messages.every(({ key }) => hasEndedBy(deliveries.get(keyText(key)), at));
          expect(
            told || then.attention !== undefined,
            () => `run ${run.runId} is ${then.outcome} and not in the outbox, and people are not told`,
          );
        }
        const close = versions.find((version) => version.run.outcome !== undefined)?.run;
        if (close === undefined || !isOfTonight(run)) continue;
        for (const { id, channel, key } of messagesOf(run)) {
          expect(
            (close.attentionAt ?? Number.POSITIVE_INFINITY) <= (close.closedAt ?? 0) + SOON,
            () => `the close of ${run.runId} leaves its message for later than ${SOON} ms`,
          );
          const last = deliveries.get(keyText(key))?.at(-1);
          expect(
            last !== undefined && hasTrulyEnded(last, tries(toldPeople, id, channel), close.closedAt ?? 0),
            () => `${channel} was not told of ${id}: ${JSON.stringify(last?.record)}`,
          );
        }
      }
    },
  },
  {
    name: 'I24b',
    sentence:
      'None is told again but by a try that was claimed: one at a time, not before its time or sooner than the channel asked, none after it was recorded as delivered, and of nothing that needs nobody.',
    check(seen, expect) {
      const { toldPeople } = seen.simulation.witness;
      const expected = new Set<string>();
      const deliveries = deliveriesOf(seen);
      for (const { run } of seen.stories) {
        for (const { id, channel, key } of messagesOf(run)) {
          expected.add(id);
          const versions = deliveries.get(keyText(key)) ?? [];
          const arrived = tries(toldPeople, id, channel);
          const claims = versions.filter((_version, place) => isClaim(versions, place));
          expect(
            arrived.length <= claims.length,
            () =>
              `${channel} was told of ${id} ${arrived.length} times, and ${claims.length} tries were claimed`,
          );
          for (const [place, { at }] of versions.entries()) {
            if (place === 0 || !isClaim(versions, place)) continue;
            const wrong = claimFault(versions.slice(0, place), at, arrived);
            expect(wrong === undefined, () => `a try to tell ${channel} of ${id} was claimed ${wrong}`);
          }
        }
      }
      for (const { id } of toldPeople) expect(expected.has(id), () => `people were told of ${id}`);
    },
  },
];

function deliveriesOf({ simulation }: Seen): ReadonlyMap<string, readonly Version[]> {
  const versions = new Map<string, Version[]>();
  for (const commit of simulation.witness.history('message')) {
    const item = itemOf(commit);
    if (item === undefined) continue;
    const known = versions.get(commit.key) ?? [];
    known.push({ at: commit.at, record: readDelivery(item) });
    versions.set(commit.key, known);
  }
  return versions;
}

const tries = (
  all: readonly ToldPeople[],
  id: string,
  channel: ExpectedMessage['channel'],
): readonly ToldPeople[] => all.filter((one) => one.id === id && one.channel === channel);

const hasEndedBy = (versions: readonly Version[] = [], at: Instant): boolean =>
  versions.some((version) => version.at <= at && hasEnded(version.record));

/** Taken by the channel before that was recorded, or given up once nobody can act on it any more. */
function hasTrulyEnded({ at, record }: Version, arrived: readonly ToldPeople[], dueAt: Instant): boolean {
  if (record.deliveredAt !== undefined) return arrived.some((one) => one.delivery.delivered && one.at <= at);
  return record.failedAt !== undefined && record.failedAt > dueAt + GIVEN_UP_AFTER;
}

const isClaim = (versions: readonly Version[], place: number): boolean =>
  (versions[place]?.record.attempts ?? 0) > (versions[place - 1]?.record.attempts ?? 0);

/** What is wrong with a claim that was committed then, after these versions of the record. */
function claimFault(
  before: readonly Version[],
  at: Instant,
  arrived: readonly ToldPeople[],
): string | undefined {
  const last = before.at(-1)?.record;
  if (last === undefined) return undefined;
  if (hasEnded(last)) return 'after its end';
  if (at < last.nextAt - MARGIN) return `${last.nextAt - at} ms too early`;
  const turnedAway = arrived.findLast((one) => one.at < at);
  const heard = last.code === 'THROTTLED' ? turnedAway?.delivery : undefined;
  const wait = heard?.delivered === false ? (heard.retryAfterSeconds ?? 0) * SECOND : 0;
  return at < (turnedAway?.at ?? 0) + wait - MARGIN ? 'sooner than the channel asked' : undefined;
}
