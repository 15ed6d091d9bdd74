import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Run } from '../protocol/run.ts';
import type { Announcer, Log } from '../steps/ports.ts';
import { TABLE_B } from '../switchover/consequences.ts';
import { eventDetailOf } from './closed-run.ts';

/** The source of every event that this service puts on its bus. */
export const EVENT_SOURCE = 'offpeak';

/** The bus took the request and refused the event. The outbox tries again. */
export class EventRefused extends Error {
  override readonly name = 'EventRefused';

  constructor(detailType: string, runId: string, code: string | undefined, message: string | undefined) {
    super(`PutEvents ${detailType} of run ${runId} → ${code ?? 'no code'} ${message ?? ''}`.trimEnd());
  }
}

export interface AnnouncerParts {
  readonly client: EventBridgeClient;
  /** Name of the bus. */
  readonly bus: string;
  readonly deployment: string;
  readonly sentenceOf: (run: Run) => string;
  readonly tokens: Pick<Announcer, 'answerToken' | 'refuseToken'>;
  readonly log: Log;
}

/**
 * Announces on the event bus: `Succeeded`, `Failed`, … for a close (PROTOCOL, table B), `Settled` for a hold that was
 * freed, `MessageDue` where people must be told at once, `CallbackFailed` where a waiting workflow's token had expired; and to
 * waiting workflows by their task tokens.
 *
 * An event may come twice; `runId` and detail type tell repetitions.
 */
export function makeAwsAnnouncer({
  client,
  bus,
  deployment,
  sentenceOf,
  tokens,
  log,
}: AnnouncerParts): Announcer {
  async function put(detailType: string, run: Run, also: object = {}): Promise<void> {
    const detail = JSON.stringify({ ...eventDetailOf(deployment, run, sentenceOf(run)), ...also });
    const entry = { EventBusName: bus, Source: EVENT_SOURCE, DetailType: detailType, Detail: detail };
    const { FailedEntryCount, Entries } = await client.send(new PutEventsCommand({ Entries: [entry] }));
    const refused = Entries?.[0];
    if (FailedEntryCount === 0) return;
    throw new EventRefused(detailType, run.runId, refused?.ErrorCode, refused?.ErrorMessage);
  }
  return {
    ...tokens,
    async closed(run) {
      if (run.outcome !== undefined) await put(TABLE_B[run.outcome].event, run);
    },
    async settled(run) {
      if (run.settled === undefined) return;
      const { as, at, decision } = run.settled;
      await put('Settled', run, { settled: { as, at: new Date(at).toISOString(), decision } });
    },
    unheard: (run) => put('CallbackFailed', run),
    async message(run) {
      const { runId, outcome, decision } = run;
      log.warn({
        runId,
        what: sentenceOf(run),
        ...(outcome !== undefined && { code: outcome }),
        ...(decision !== undefined && { data: decision.data }),
      });
      await put('MessageDue', run);
    },
  };
}
