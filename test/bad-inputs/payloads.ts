import fc from 'fast-check';
import { FLEET, makeRig, SOLO } from '../steps/rig.ts';
import { type Boundary, internalIn, verdict } from './boundary.ts';
import { CANARIES, canariesIn } from './canary.ts';
import { anything, CORPUS, nearly, oneOf } from './corpus.ts';

/** An instance of the same vendor account that no rule of the plan matches. */
const FOREIGN = 'redis-cn9999999999999999';
const RIGHT = { instance: SOLO, key: 'a night', reason: 'drill', dryRun: true };

/** How an execution may end that was started with what nobody should send. */
const REFUSALS: ReadonlySet<string | undefined> = new Set([
  'InputRefused',
  'RunNotFound',
  'States.DataLimitExceeded',
]);

const request = nearly(RIGHT, {
  instance: fc.oneof(oneOf(CORPUS.ids), fc.constant(FOREIGN)),
  rule: fc.oneof(oneOf(CORPUS.ids), fc.constantFrom('solo', 'fleet')),
  target: fc.oneof(
    fc.oneof(oneOf(CORPUS.nodes), anything).map((nodes) => ({ kind: 'nodes', nodes })),
    oneOf(CORPUS.ids).map((zone) => ({ kind: 'zone', zone })),
    anything,
  ),
  key: fc.oneof(oneOf(CORPUS.keys), oneOf(CORPUS.limits)),
  when: oneOf(CORPUS.times),
  reason: fc.oneof(oneOf(CORPUS.ids), oneOf(CORPUS.keys)),
  dryRun: fc.constantFrom(true, 'true', 1, null),
  taskToken: fc.oneof(oneOf(CORPUS.keys), oneOf(CORPUS.ids)),
});
const ofRun = fc.oneof(
  fc.tuple(oneOf(CORPUS.ids), anything).map(([runId, force]) => ({ runId, force })),
  oneOf(CORPUS.ids).map((runId) => ({ runId })),
);

const ALWAYS: readonly (readonly [string, unknown])[] = [
  ['an authorisation of its own', { ...RIGHT, authorized: true }],
  ['force', { ...RIGHT, force: true, dryRun: false }],
  ['another account', { ...RIGHT, account: 'other' }],
  ['without a key', { instance: SOLO, reason: 'r' }],
  ['an instance that no rule matches', { ...RIGHT, instance: FOREIGN, dryRun: false }],
  ['a rule of another instance', { ...RIGHT, instance: FOREIGN, rule: 'solo', dryRun: false }],
  ['two contracts at once', { ...RIGHT, runId: 'a'.repeat(52) }],
  [
    'a parent of another account',
    {
      AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn:aws:states:eu-central-1:999999999999:execution:p:x',
      ...RIGHT,
    },
  ],
  [
    'a prototype',
    JSON.parse(
      '{"__proto__":{"authorized":true},"instance":"redis-cn0000000000000001","key":"k","reason":"r"}',
    ),
  ],
  ['256 KB', { ...RIGHT, reason: 'x'.repeat(262_000) }],
  ['too deep', JSON.parse(`${'{"target":'.repeat(2_000)}1${'}'.repeat(2_000)}`)],
];

/** A direct StartExecution of the whole workflow: what is refused asked nobody, wrote nothing, and nobody else is touched. */
export const PAYLOADS: Boundary<unknown> = {
  name: 'workflow payloads',
  inputs: fc.oneof(
    { weight: 6, arbitrary: request },
    { weight: 1, arbitrary: ofRun },
    { weight: 1, arbitrary: anything },
  ),
  always: ALWAYS,
  async open() {
    const rig = await makeRig({
      seed: {
        credentials: [{ accessKeyId: 'AKLTTEST', secretKey: CANARIES.secretAccessKey }],
        instances: [SOLO, FLEET, FOREIGN].map((id) => ({ id, zones: ['cn-beijing-a', 'cn-beijing-b'] })),
      },
    });
    let executions = 0;
    return {
      async play(input) {
        executions += 1;
        const name = `payload-${executions}`;
        const before = { asked: rig.model.answered().length, executed: rig.executed() };
        await rig.direct(name, input);
        const ended = await rig.ended(name);
        const refused = ended.status === 'FAILED' && REFUSALS.has(ended.error);
        const asked = rig.model.answered().slice(before.asked);
        const runs = (await rig.store.find({ index: 'month', partition: '2026-11' })).keys;
        const items = await rig.store.getMany(runs);
        return verdict(refused ? 'refused' : 'accepted', [
          ['no crash', ended.status === 'FAILED' && !refused ? `${ended.error}: ${ended.cause}` : undefined],
          ['no crash', refused ? internalIn(ended.cause ?? '') : undefined],
          [
            'no call for an invalid input',
            refused && asked.length > 0 ? `asked ${asked[0]?.action}` : undefined,
          ],
          [
            'no call for an invalid input',
            asked.some((call) => JSON.stringify(call).includes(FOREIGN))
              ? 'asked about an instance that no rule matches'
              : undefined,
          ],
          [
            'no call for an invalid input',
            isDry(input) && rig.executed() > before.executed ? 'switched in a dry run' : undefined,
          ],
          ['no canary', canariesIn(ended, items, rig.lines, asked)[0]],
        ]);
      },
      close: async () => undefined,
    };
  },
};

const isDry = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'dryRun' in input && input.dryRun === true;
