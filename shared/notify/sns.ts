import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { type Milliseconds, SECOND } from '../time/clock.ts';
import type { Channel, Message, Undelivered } from './channel.ts';
import { fitting } from './fitting.ts';
import { machineForm } from './machine-form.ts';
import { plainText } from './plain-text.ts';

/** Bytes of a published message, all its forms together: 256 KiB. */
const LONGEST = 262_144;
/** Bytes of the text for people in it. */
const LONGEST_TEXT = 60_000;
const LONGEST_SUBJECT = 99;

export interface TopicParts {
  /** Of the topic's own region, without retries of its own: each try is counted. */
  readonly client: SNSClient;
  readonly topicArn: string;
  /** For the whole try: the client's own limits do not see an answer that never ends. Default 8 s. */
  readonly within?: Milliseconds;
}

/**
 * A topic, as docs.aws.amazon.com/sns/latest/api/API_Publish.html has it: mail gets the text, a telephone the title, and
 * queues, functions and endpoints the form for machines. The pace is far below the smallest quota of a region (300 a second).
 */
export function makeTopic({ client, topicArn, within = 8 * SECOND }: TopicParts): Channel {
  return {
    pace: [{ count: 10, per: SECOND }],
    async send(message) {
      const forms = { TopicArn: topicArn, Subject: subjectOf(message), Message: formsOf(message) };
      try {
        const publish = new PublishCommand({ ...forms, MessageStructure: 'json' });
        const { MessageId } = await client.send(publish, { abortSignal: AbortSignal.timeout(within) });
        return { delivered: true, ...(MessageId !== undefined && { receipt: MessageId }) };
      } catch (error) {
        return undelivered(error);
      }
    },
  };
}

/** `default` is what every protocol gets that has no form of its own. */
function formsOf(message: Message): string {
  const fitted = fitting(message, LONGEST_TEXT, (one) => Buffer.byteLength(plainText(one)));
  const withData = (machine: object) =>
    JSON.stringify({ default: JSON.stringify(machine), email: plainText(fitted), sms: message.title });
  const whole = withData(machineForm(fitted));
  if (Buffer.byteLength(whole) <= LONGEST) return whole;
  return withData({ ...machineForm(fitted), data: undefined, dataLeftOut: true });
}

/** ASCII, fewer than 100 characters, no control characters, beginning with a letter, a digit or punctuation. */
function subjectOf({ title }: Message): string {
  const ascii = title.replace(/[^\x21-\x7e]+/g, ' ').trim();
  return ascii === '' ? 'Offpeak' : ascii.slice(0, LONGEST_SUBJECT);
}

/** Names as API_Publish lists them, and as every AWS service has them. What a policy refuses passes once it is mended. */
const REFUSALS: readonly (readonly [RegExp, Undelivered['code'], permanent: boolean])[] = [
  [/^NotFound/, 'TARGET_UNKNOWN', true],
  [
    /^(AuthorizationError|AccessDenied|KMS|InvalidSecurity|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|CredentialsProvider)/,
    'NOT_AUTHORIZED',
    false,
  ],
  [
    /^(InvalidParameter|ValidationException|EndpointDisabled|PlatformApplicationDisabled)/,
    'MESSAGE_REFUSED',
    true,
  ],
];

/** What an error of the SNS client says of a delivery. */
export function undelivered(error: unknown): Undelivered {
  const name = error instanceof Error ? error.name : '';
  const answered = /^\w{1,60}$/.test(name) ? { answered: name } : {};
  if (/Thrott|TooManyRequests|RequestLimit/.test(name))
    return { delivered: false, code: 'THROTTLED', permanent: false, retryAfterSeconds: 1, ...answered };
  const [, code, permanent = false] = REFUSALS.find(([pattern]) => pattern.test(name)) ?? [];
  if (code !== undefined) return { delivered: false, code, permanent, ...answered };
  return { delivered: false, code: passing(statusOf(error), name), permanent: false, ...answered };
}

/** A status says that the service answered; without one, nothing did. */
function passing(httpStatus: number | undefined, name: string): Undelivered['code'] {
  if (httpStatus === undefined) return /Timeout|Abort/.test(name) ? 'TIMEOUT' : 'NETWORK_FAILED';
  if (httpStatus === 429) return 'THROTTLED';
  return httpStatus >= 500 ? 'BUSY' : httpStatus >= 400 ? 'REFUSED' : 'UNREADABLE';
}

/** Every error of an AWS client that comes from an answer says which. */
function statusOf(error: unknown): number | undefined {
  const metadata: unknown = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  const status = Object(metadata).httpStatusCode;
  return typeof status === 'number' ? status : undefined;
}
