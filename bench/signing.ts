import { createHash, createHmac } from 'node:crypto';
import { Signer } from '@volcengine/openapi';
import { Credentials } from '../shared/volcengine/credentials.ts';
import { sign } from '../shared/volcengine/sign.ts';

/**
 * Signatures a second of our signer, beside the official one and beside a floor: the hashes and HMACs that no signer can save.
 * The three take turns, so that a machine that slows down slows all of them; only the ratios mean anything elsewhere.
 */
const ROUNDS = 7;
const ROUND_MS = 300;

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const SECRET = 'ExampleSecretAccessKey0123456789==';
const BODY = JSON.stringify({
  InstanceId: 'redis-cn0212gzmh2xs0001',
  TargetPrimaryNodeIds: ['server-redis-cn0212gzmh2xs0001-0-1'],
  ClientToken: 'swo-20260102-0001',
});
const HOST = 'redis.cn-beijing.volcengineapi.com';
const credentials = new Credentials({ accessKeyId: 'AKLTEXAMPLEACCESSKEYID', secretAccessKey: SECRET });

const CONTENDERS: Readonly<Record<string, () => unknown>> = {
  ours() {
    return sign(
      {
        method: 'POST',
        path: '/',
        query: [
          ['Action', 'SwitchOver'],
          ['Version', '2020-12-07'],
        ],
        headers: { Host: HOST },
        body: BODY,
      },
      { credentials, at: AT, region: 'cn-beijing', service: 'Redis' },
    );
  },
  official() {
    const request = {
      region: 'cn-beijing',
      method: 'POST',
      params: { Action: 'SwitchOver', Version: '2020-12-07' },
      headers: { Host: HOST },
      body: BODY,
    };
    new Signer(request, 'Redis').addAuthorization(
      { accessKeyId: 'AKLTEXAMPLEACCESSKEYID', secretKey: SECRET },
      new Date(AT),
    );
    return request;
  },
  floor() {
    const bodyHash = createHash('sha256').update(BODY).digest('hex');
    const requestHash = createHash('sha256').update(bodyHash).digest('hex');
    return ['20260102', 'cn-beijing', 'Redis', 'request', requestHash].reduce(
      (key: string | Buffer, text) => createHmac('sha256', key).update(text).digest(),
      SECRET,
    );
  },
};

function rate(work: () => unknown): number {
  const startedAt = performance.now();
  let done = 0;
  while (performance.now() - startedAt < ROUND_MS) {
    for (let batch = 0; batch < 100; batch += 1) work();
    done += 100;
  }
  return (done * 1_000) / (performance.now() - startedAt);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

for (const work of Object.values(CONTENDERS)) rate(work);
const rates = Object.fromEntries(Object.keys(CONTENDERS).map((name): [string, number[]] => [name, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, work] of Object.entries(CONTENDERS)) rates[name]?.push(rate(work));
}
const [ours = 0, official = 0, floor = 0] = Object.values(rates).map(median);
const thousands = (value: number) => `${Math.round(value).toLocaleString('en')}/s`;
process.stdout.write(
  [
    `signing, median of ${ROUNDS} rounds of ${ROUND_MS} ms`,
    `  ours      ${thousands(ours)}`,
    `  official  ${thousands(official)}   ours is ${(ours / official).toFixed(1)} times as fast`,
    `  floor     ${thousands(floor)}   ours reaches ${((100 * ours) / floor).toFixed(0)} % of it`,
    '',
  ].join('\n'),
);
