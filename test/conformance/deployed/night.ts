import type { SeedInput } from '../../../shared/local-volcengine/seed-schema.ts';
import { readPlan } from '../../../shared/plan/read.ts';
import { applyPlan } from '../../../shared/steps/apply-plan.ts';
import { type Instant, MINUTE } from '../../../shared/time/clock.ts';
import { type Deployment, SECRET } from './deployment.ts';

/** Tuesday 2026-11-24, 01:59:30 in Shanghai: half a minute before the window opens. */
export const BEFORE_THE_WINDOW: Instant = Date.parse('2026-11-23T17:59:30Z');

/** One instance for each thing that may happen in the night, each in an account of its own: none waits for another. */
export const INSTANCES = {
  happy: 'redis-cn0000000000000001',
  throttled: 'redis-cn0000000000000002',
  lost: 'redis-cn0000000000000003',
  nothing: 'redis-cn0000000000000004',
  standalone: 'redis-cn0000000000000005',
  asked: 'redis-cn0000000000000006',
  requested: 'redis-cn0000000000000007',
} as const;

type Name = keyof typeof INSTANCES;
const NAMES = Object.keys(INSTANCES) as Name[];

export const SEED: SeedInput = {
  region: 'cn-beijing',
  operations: { tasks: false },
  credentials: [{ accessKeyId: SECRET.accessKeyId, secretKey: SECRET.secretAccessKey }],
  instances: NAMES.map((name) => ({
    id: INSTANCES[name],
    name,
    zones: name === 'standalone' ? ['cn-beijing-a'] : ['cn-beijing-a', 'cn-beijing-b'],
    ...(name === 'standalone' && { class: 'Standalone' as const }),
  })),
  faults: [
    { fault: 'throttle', instance: INSTANCES.throttled, times: 10 },
    { fault: 'lose-answer', instance: INSTANCES.lost },
    { fault: 'server-error', instance: INSTANCES.nothing, executes: false },
  ],
};

/** Due starts them all but two, which another workflow and a person ask for. */
const NOT_DUE: readonly Name[] = ['asked', 'requested'];

/** Whom a run that ends badly is told to, and by a webhook whose name leads where nothing may be sent. */
const TOLD: Readonly<Partial<Record<Name, string>>> = { nothing: 'pager', throttled: 'inside' };

const PLAN = `
timezone: Asia/Shanghai
defaults: { window: night, target: any, notify: nobody }
accounts:
${NAMES.map((name) => `  ${name}: { region: cn-beijing, credentials: offpeak/prod, mode: switch }`).join('\n')}
windows:
  night: { days: tue, open: "02:00", close: "04:30" }
notify:
  nobody: { log: conformance }
  pager: { webhook: offpeak/pager }
  inside: { webhook: offpeak/inside }
rules:
${NAMES.map(
  (name) =>
    `  - { name: ${name}, account: ${name}, notify: ${TOLD[name] ?? 'nobody'}, match: { instance: ${INSTANCES[name]} }, ${NOT_DUE.includes(name) ? 'once: 2030-01-01' : 'every: tue'} }`,
).join('\n')}
`;

/** Applies the plan through the store, as the command does. Throws its faults. */
export async function applyThePlan({ table, clock }: Deployment, text = PLAN): Promise<void> {
  const reading = readPlan(text);
  if ('faults' in reading) throw new Error(reading.faults.map(({ sentence }) => sentence).join(' '));
  await applyPlan({ store: table.store, clock }, reading.plan);
}

/** Asks for a run over HTTP, as API Gateway hands a request of a signed caller on (HTTP API, payload format 2.0). */
export async function requestRun({ call }: Deployment, instance: string): Promise<unknown> {
  const path = '/v1/runs';
  const userArn = 'arn:aws:sts::123456789012:assumed-role/dba/ann';
  return await call('api', {
    version: '2.0',
    routeKey: `POST ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'requested-1', host: 'api.example' },
    requestContext: {
      authorizer: { iam: { userArn } },
      domainName: 'api.example',
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      stage: '$default',
    },
    body: JSON.stringify({ instance, when: 'window', reason: 'test' }),
    isBase64Encoded: false,
  });
}

/** Calls due and settle each minute, as the schedules do, until `done` or for so many minutes. */
export async function minutes(
  { clock, call }: Deployment,
  most: number,
  done: () => Promise<boolean>,
): Promise<void> {
  const from = clock.now();
  for (let minute = 1; minute <= most && !(await clock.during(done)); minute += 1) {
    await clock.sleepUntil(from + minute * MINUTE);
    await Promise.all([call('due', {}), call('settle', {})]);
  }
}
