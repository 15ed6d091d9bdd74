import { createHash, createHmac } from 'node:crypto';
import type { Clock } from '../../shared/time/clock.ts';
import type { Reply, Seen } from '../volcengine/scripted-server.ts';
import { RateLimit } from './rate-limit.ts';

export interface TopicSettings {
  readonly clock: Pick<Clock, 'now'>;
  readonly topicArn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What a subscriber of each protocol gets. */
export interface Published {
  readonly subject: string;
  readonly forms: Readonly<Record<string, string>>;
}

/**
 * A topic as docs.aws.amazon.com/sns/latest/api/API_Publish.html has it: signature version 4, the forms by protocol, 256 KiB, and
 * the subject's rules; 300 publishes a second, as in the smallest regions. Knows nothing of the client's code.
 */
export class LocalTopic {
  readonly arrived: Published[] = [];
  readonly #settings: TopicSettings;
  readonly #limit: RateLimit;

  constructor(settings: TopicSettings) {
    this.#settings = settings;
    this.#limit = new RateLimit(settings.clock, 300, 1_000);
  }

  readonly reply: Reply = (response, seen) => {
    const refused = this.#refusal(seen, new URLSearchParams(seen.body));
    const [status, xml] = refused ?? [
      200,
      '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>',
    ];
    response.writeHead(status, { 'Content-Type': 'text/xml' }).end(xml);
  };

  #refusal(seen: Seen, query: URLSearchParams): readonly [number, string] | undefined {
    const { topicArn, accessKeyId, secretAccessKey } = this.#settings;
    if (!signedBy(seen, accessKeyId, secretAccessKey))
      return error(403, 'SignatureDoesNotMatch', `of ${accessKeyId} over ${seen.body}`);
    if (!this.#limit.takes()) return error(400, 'Throttled', 'Rate exceeded');
    if (query.get('TopicArn') !== topicArn) return error(404, 'NotFound', 'Topic does not exist');
    const subject = query.get('Subject') ?? '';
    if (!/^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(subject))
      return error(400, 'InvalidParameter', 'Invalid parameter: Subject');
    const message = query.get('Message') ?? '';
    if (Buffer.byteLength(message) > 262_144)
      return error(400, 'InvalidParameter', 'Invalid parameter: Message too long');
    const forms = JSON.parse(message);
    if (query.get('MessageStructure') !== 'json' || typeof forms.default !== 'string')
      return error(400, 'InvalidParameter', 'Invalid parameter: Message Structure - No default entry');
    this.arrived.push({ subject, forms });
    return undefined;
  }
}

const error = (status: number, code: string, message: string): readonly [number, string] => [
  status,
  `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message.replace(/[<>&]/g, '?')}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
];

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Signature version 4 of a POST to `/`, from the request as it came. */
function signedBy({ headers, body }: Seen, accessKeyId: string, secretAccessKey: string): boolean {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/((\d{8})\/([^/]+)\/(sns)\/(aws4_request)), SignedHeaders=(\S+), Signature=(\w{64})$/.exec(
      headers.authorization ?? '',
    );
  if (parts === null) return false;
  const [, id, scope = '', day = '', region = '', service = '', end = '', names = '', given] = parts;
  const canonical = [
    'POST',
    '/',
    '',
    ...names.split(';').map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    names,
    sha256(body),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [day, region, service, end].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  return id === accessKeyId && createHmac('sha256', key).update(text).digest('hex') === given;
}
