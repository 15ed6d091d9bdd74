import { keys } from '../../../shared/protocol/keys.ts';
import type { Run } from '../../../shared/protocol/run.ts';
import type { Key } from '../../../shared/store/store.ts';

/** Outcomes that need a person at once, as the docs have it; of all else the digest tells. */
const TROUBLES: ReadonlySet<string | undefined> = new Set(['PARTIAL', 'FAILED', 'UNKNOWN']);

/** Whom the rules of a world's plan name, and by which ways they are told. */
const ENTRY = 'dba';
const CHANNELS = ['log', 'wecom'] as const;

/** One message about a run on one channel. */
export interface ExpectedMessage {
  readonly subject: 'trouble' | 'settled';
  /** What its receivers know it by. */
  readonly id: string;
  readonly channel: (typeof CHANNELS)[number];
  /** Where the record of its delivery has to lie. */
  readonly key: Key;
}

/** Every message that people have to get about a run as it stands. */
export function messagesOf({ runId, outcome, settled }: Run): readonly ExpectedMessage[] {
  if (!TROUBLES.has(outcome)) return [];
  const subjects = settled === undefined ? (['trouble'] as const) : (['trouble', 'settled'] as const);
  return subjects.flatMap((subject) =>
    CHANNELS.map((channel) => ({
      subject,
      id: `${runId}/${subject}`,
      channel,
      key: keys.message(runId, subject, ENTRY, channel),
    })),
  );
}
