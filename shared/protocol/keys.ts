import type { Key } from '../store/store.ts';
import { nameOf } from './digest.ts';

const key = (partition: string, sort: string): Key => ({ partition, sort });
const padded = (number: number, digits: number) => String(number).padStart(digits, '0');

/** Partition of everything that belongs to one run, but its audit. */
export const runPartition = (runId: string) => `run#${runId}`;
/** Partition of a run's audit events: apart, so that a permission can forbid changing them. */
export const auditPartition = (runId: string) => `audit#${runId}`;
/** Slots of an account: as many as `atOnce`. */
export const atOncePartition = (account: string) => `slot#${account}`;
/** Slots of an account for one opening day: as many as `perNight`. */
export const nightPartition = (account: string, day: string) => `slot#${account}#night#${day}`;
/** Operator's control: stops, plans, watermark, counts. */
export const CONTROL = 'control';
/** Requests that were refused: apart from what people decide, so that who writes them can write nothing else there. */
export const REFUSED = 'refused';
export const STOP_PREFIX = 'stop#';
export const LETTER_PREFIX = 'letter#';
export const PIN_PREFIX = 'pin#';
export const SEND_PREFIX = 'send#';
export const TOKEN_PREFIX = 'token#';
export const MESSAGE_PREFIX = 'message#';
export const DIGEST_PREFIX = 'digest#';

/** Every key of the table (PROTOCOL, Keys). Numbers are padded so that sort order is number order. */
export const keys = {
  run: (runId: string) => key(runPartition(runId), 'run'),
  pin: (runId: string, batch: number) => key(runPartition(runId), `${PIN_PREFIX}${padded(batch, 3)}`),
  send: (runId: string, batch: number, attempt: number) =>
    key(runPartition(runId), `${SEND_PREFIX}${padded(batch, 3)}#${attempt}`),
  refusal: (digest: string) => key(REFUSED, digest),
  token: (runId: string, digest: string) => key(runPartition(runId), `${TOKEN_PREFIX}${digest}`),
  /** `subject` is what is told: `trouble`, `held-3`, `settled`. */
  message: (runId: string, subject: string, entry: string, channel: string) =>
    key(runPartition(runId), `${MESSAGE_PREFIX}${subject}#${entry}#${channel}`),
  event: (runId: string, number: number) => key(auditPartition(runId), padded(number, 6)),
  lease: (region: string, instanceId: string) => key(`lease#${region}#${instanceId}`, 'lease'),
  atOnceSlot: (account: string, number: number) => key(atOncePartition(account), padded(number, 4)),
  /** The value is the vendor's, so its `#` are encoded: no value can be taken for a night. */
  onePerSlot: (account: string, tagValue: string) =>
    key(`slot#${account}#${tagValue.replace(/[#%]/g, encodeURIComponent)}`, '0'),
  nightSlot: (account: string, day: string, number: number) =>
    key(nightPartition(account, day), padded(number, 4)),
  stop: (scope: string) => key(CONTROL, `${STOP_PREFIX}${scope}`),
  currentPlan: () => key(CONTROL, 'plan'),
  planVersion: (hash: string) => key(CONTROL, `plan#${hash}`),
  watermark: () => key(CONTROL, 'watermark'),
  badOutcomes: (account: string) => key(CONTROL, `bad-outcomes#${account}`),
  /** In the order in which they came. */
  letter: (sentAt: number, id: string) =>
    key(CONTROL, `${LETTER_PREFIX}${new Date(sentAt).toISOString()}#${id}`),
  /** Of one bot, topic or receiver, whichever entries name it. A name may be longer than a key. */
  pace: (channel: string, name: string) => key(CONTROL, `pace#${channel}#${nameOf(name)}`),
  /** `to`: the end of what it covers, in UTC, so that they are listed in order. */
  digest: (entry: string, to: string) => key(CONTROL, `${DIGEST_PREFIX}${entry}#${to}`),
  digestMessage: (entry: string, to: string, channel: string) =>
    key(CONTROL, `${MESSAGE_PREFIX}digest#${entry}#${to}#${channel}`),
  storeIdentity: () => key(CONTROL, 'store'),
} as const;
