import fc from 'fast-check';
import { Credentials } from '../../shared/volcengine/credentials.ts';
import { ReadFailed } from '../../shared/volcengine/errors.ts';
import { resolveLimits } from '../../shared/volcengine/limits.ts';
import { makeReader } from '../../shared/volcengine/reader.ts';
import { makeReads } from '../../shared/volcengine/reads.ts';
import { retryAfterSeconds } from '../../shared/volcengine/retry-after.ts';
import { formsOf } from '../../shared/volcengine/secret-forms.ts';
import { makeSwitchOver } from '../../shared/volcengine/switchover.ts';
import type { Transport, TransportResult, WireRequest } from '../../shared/volcengine/transport.ts';
import { INSTANCE, switchOver } from '../volcengine/clients.ts';
import { metadata } from '../volcengine/scripted-server.ts';
import { VirtualClock } from '../volcengine/virtual-clock.ts';
import { type Boundary, verdict } from './boundary.ts';
import { CANARIES, canariesIn } from './canary.ts';
import { anything, CORPUS, nearly, oneOf, word } from './corpus.ts';

/** An answer's body made of what was asked, so that it can repeat a request's secrets. */
interface Answering {
  readonly status: number;
  readonly retryAfter: string;
  /** Which form of which secret the answer repeats: a number chooses. */
  readonly repeats: number;
  readonly body: (action: string, repeated: string) => string;
}

const SITUATED = { status: 200, retryAfter: '', repeats: 0 };
const envelope = (action: string, rest: object) => JSON.stringify({ ...metadata(action), ...rest });
const failing = (action: string, Code: string, Message: string) =>
  JSON.stringify(metadata(action, { Code, Message }));

const ALWAYS: readonly (readonly [string, Answering])[] = [
  ['200 with an error', { ...SITUATED, body: (action, said) => failing(action, 'InternalError', said) }],
  [
    '200 with an empty error',
    {
      ...SITUATED,
      body: (action) => JSON.stringify({ ResponseMetadata: { RequestId: 'r', Action: action, Error: {} } }),
    },
  ],
  ['nothing', { ...SITUATED, body: () => '' }],
  ['HTML', { ...SITUATED, body: (_, said) => `<html>${said}</html>` }],
  ['half an answer', { ...SITUATED, body: (action) => envelope(action, {}).slice(0, 40) }],
  ['no Result', { ...SITUATED, body: (action) => envelope(action, {}) }],
  ['a redirect', { ...SITUATED, status: 302, body: () => '' }],
  ['a large one', { ...SITUATED, body: (action) => envelope(action, { Result: 'x'.repeat(2_000_000) }) }],
  ['a deep one', { ...SITUATED, body: () => '['.repeat(100_000) + ']'.repeat(100_000) }],
  [
    '429, wait -1',
    {
      ...SITUATED,
      status: 429,
      retryAfter: '-1',
      body: (action, said) => failing(action, 'FlowLimitExceeded', said),
    },
  ],
  [
    '429, wait for years',
    {
      ...SITUATED,
      status: 429,
      retryAfter: '9'.repeat(20),
      body: (action, said) => failing(action, 'FlowLimitExceeded', said),
    },
  ],
  [
    'a code that nobody knows',
    { ...SITUATED, status: 400, body: (action, said) => failing(action, 'Brand.New', said) },
  ],
];

const instance = nearly(
  { InstanceId: INSTANCE, Status: 'Running', InstanceClass: 'PrimarySecondary' },
  {
    InstanceId: oneOf(CORPUS.ids),
    Status: fc.oneof(word, fc.constant('PrimaryChanging')),
    InstanceClass: word,
    ZoneIds: anything,
    ShardNumber: oneOf(CORPUS.limits),
    Tags: anything,
  },
);
const node = nearly(
  { NodeId: 'n-1', CurrentRole: 'Primary', Status: 'Running', ZoneId: 'z' },
  {
    NodeId: oneOf(CORPUS.ids),
    CurrentRole: fc.constantFrom('Primary', 'SecondaryNode', 'primary', ''),
    Status: word,
  },
);
const shards = fc.record({
  Total: oneOf(CORPUS.limits),
  InstanceShards: fc.array(fc.record({ ShardId: word, ServerNodes: fc.array(node, { maxLength: 3 }) }), {
    maxLength: 3,
  }),
});
const tasks = fc.record({
  Total: fc.constantFrom(0, 1, 2),
  Tasks: fc.array(
    nearly(
      { TaskId: 't', CreateTime: '2026-01-02T03:04:05Z' },
      { TaskAction: word, CreateTime: oneOf(CORPUS.times), InstanceInfo: anything },
    ),
    { maxLength: 2 },
  ),
});
const result = fc.oneof(instance, shards, tasks, anything);
const code = fc.oneof(
  word,
  fc.constantFrom(
    'InternalError',
    'FlowLimitExceeded',
    'InvalidAccessKey',
    'InstanceNotExist',
    'SignatureDoesNotMatch',
    'InvalidActionOrVersion',
  ),
);

const body: fc.Arbitrary<Answering['body']> = fc.oneof(
  { weight: 4, arbitrary: result.map((Result) => (action: string) => envelope(action, { Result })) },
  { weight: 3, arbitrary: code.map((Code) => (action: string, said: string) => failing(action, Code, said)) },
  {
    weight: 1,
    arbitrary: result.map(
      (Result) => (action: string, said: string) =>
        envelope(action, { Result: { ...Object(Result), Status: said, InstanceName: said } }),
    ),
  },
  {
    weight: 1,
    arbitrary: anything.map((ResponseMetadata) => () => JSON.stringify({ ResponseMetadata }) ?? ''),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }).map((text) => () => text) },
);

const inputs: fc.Arbitrary<Answering> = fc.record({
  status: fc.constantFrom(200, 200, 200, 201, 204, 302, 400, 403, 429, 500, 503),
  retryAfter: fc.constantFrom('', '1', '-1', '1e9', 'Wed, 21 Oct 2037 07:28:00 GMT', '9'.repeat(20)),
  repeats: fc.nat(1_000),
  body,
});

/** The real client over answers of any kind: a value or its own error, and not one form of a secret in either. */
export const VENDOR_ANSWERS: Boundary<Answering> = {
  name: 'vendor answers',
  inputs,
  always: ALWAYS,
  async open() {
    return {
      async play(answering) {
        const sent: WireRequest[] = [];
        const { redis } = clientOver(answering, sent);
        const said: unknown[] = [];
        const reads = [
          redis.describeInstance(INSTANCE),
          redis.describeShards(INSTANCE),
          redis.listTasks(INSTANCE, 0),
          redis.listInstances({ number: 1, size: 10 }),
        ];
        let refused = 0;
        for (const read of await Promise.allSettled(reads)) {
          if (read.status === 'rejected' && !(read.reason instanceof ReadFailed)) throw read.reason;
          if (read.status === 'rejected') refused += 1;
          said.push(read);
        }
        const reading = sent.length;
        const prepared = await redis.prepareSwitchOver(switchOver());
        const answers = [await redis.sendSwitchOver(prepared), await redis.sendSwitchOver(prepared)];
        const times = sent.length - reading;
        return verdict(refused === reads.length ? 'refused' : 'accepted', [
          ['no call for an invalid input', times === 1 ? undefined : `sent ${times} times`],
          ['no call for an invalid input', reading > 4 * 4 * 101 ? `read ${reading} times` : undefined],
          [
            'no crash',
            answers[1]?.kind === 'ambiguous' ? undefined : `a second sending was ${answers[1]?.kind}`,
          ],
          ['no canary', canariesIn(...said, ...answers, prepared)[0]],
        ]);
      },
      close: async () => undefined,
    };
  },
};

function clientOver({ status, retryAfter, repeats, body: bodyOf }: Answering, sent: WireRequest[]) {
  const clock = new VirtualClock();
  const transport: Transport = {
    async exchange(request): Promise<TransportResult> {
      sent.push(request);
      const action = new URLSearchParams(request.path.slice(2)).get('Action') ?? '';
      const secrets = [request.headers['X-Security-Token'] ?? '', request.headers.Authorization ?? ''];
      const forms = secrets.flatMap(formsOf);
      const text = bodyOf(action, forms[repeats % forms.length] ?? '');
      const wait = retryAfterSeconds(retryAfter, clock.now());
      return {
        kind: 'answered',
        httpStatus: status,
        body: new TextEncoder().encode(text),
        ...(wait !== undefined && { retryAfterSeconds: wait }),
      };
    },
  };
  const { secretAccessKey, sessionToken } = CANARIES;
  const own = new Credentials({ accessKeyId: 'AKLTEXAMPLE', secretAccessKey, sessionToken });
  const host = { origin: 'http://vendor.invalid', name: 'vendor.invalid', practice: true };
  const scope = { host, region: 'cn-beijing', service: 'Redis' };
  const credentials = async () => own;
  const { readBudget } = resolveLimits({});
  const reader = makeReader({ scope, credentials, transport, clock, random: () => 0.5, budget: readBudget });
  return {
    redis: { ...makeReads(reader, scope.region), ...makeSwitchOver({ scope, credentials, transport }) },
  };
}
