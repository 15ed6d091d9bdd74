import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Model, makeModel } from '../../shared/local-volcengine/model.ts';
import { readSeed } from '../../shared/local-volcengine/seed.ts';
import type { Seed } from '../../shared/local-volcengine/seed-schema.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import { readPlan } from '../../shared/plan/read.ts';
import { type Embedded, type EmbeddedOptions, openEmbedded } from '../../shared/runtime/embedded.ts';
import { makeEmbeddedAnnouncer } from '../../shared/runtime/embedded-announcer.ts';
import { logOnly } from '../../shared/runtime/embedded-channels.ts';
import { type LeapingClock, makeLeapingClock } from '../../shared/runtime/leaping-clock.ts';
import { makeMessenger } from '../../shared/runtime/messenger.ts';
import { makeModelRedis } from '../../shared/runtime/model-redis.ts';
import { makeStart, type StartRequest } from '../../shared/steps/start.ts';
import { type Instant, SECOND } from '../../shared/time/clock.ts';
import { memoryLog } from './memory-log.ts';

export const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
export const SOLO = 'redis-practice-solo';
export const FLEET = 'redis-practice-fleet';
export const LOST = 'redis-practice-lost';

/** Thursday 2026-11-26, 02:10 in Shanghai: ten minutes after the window opened in which the one-shard instance is due. */
export const THURSDAY_NIGHT = Date.parse('2026-11-26T02:10:00+08:00');

/** The example's instances, all of them. */
export const practiceSeed = (): Seed =>
  readSeed(readFileSync(join(EXAMPLES, 'practice.endpoint.yaml'), 'utf8'), 'practice.endpoint.yaml');

/** The example's plan, with more text at its end. */
export function practicePlan(more = ''): Plan {
  const reading = readPlan(`${readFileSync(join(EXAMPLES, 'practice.plan.yaml'), 'utf8')}\n${more}`);
  if ('faults' in reading) throw new Error(reading.faults.map(({ sentence }) => sentence).join(' '));
  return reading.plan;
}

/** An embedded Offpeak over a real file, with the endpoint's model in this process, on one clock that leaps. */
export interface Rehearsal {
  readonly embedded: Embedded;
  readonly model: Model;
  readonly clock: LeapingClock;
  readonly log: ReturnType<typeof memoryLog>;
  readonly faults: readonly unknown[];
  /** Starts a run at once and returns its id. */
  start(request?: Partial<StartRequest>): Promise<string>;
}

export interface RehearsalOptions {
  readonly at?: Instant;
  readonly seed?: Seed;
  readonly over?: Partial<EmbeddedOptions>;
}

/** Opens one over `storePath`; it is closed after the test. */
export function rehearsal(storePath: string, options: RehearsalOptions = {}): Rehearsal {
  const seed = options.seed ?? practiceSeed();
  const known: { model?: Model } = {};
  const clock = makeLeapingClock(options.at ?? THURSDAY_NIGHT, () => known.model?.nextDeadline());
  let count = 0;
  const ids = () => {
    count += 1;
    return count.toString(16).toUpperCase().padStart(8, '0');
  };
  const model = makeModel({ clock, seed, ids });
  known.model = model;
  const redis = makeModelRedis({ model, seed, clock, random: () => 0.5, timeout: 10 * SECOND });
  const log = memoryLog();
  const faults: unknown[] = [];
  const reader = { language: 'en', zone: 'Asia/Shanghai' } as const;
  const embedded = openEmbedded({
    storePath,
    kind: 'practice',
    clock,
    redis: () => redis,
    announcer: makeEmbeddedAnnouncer(log, reader),
    messenger: makeMessenger({ channel: logOnly(log, clock), language: 'en' }),
    log,
    settings: { deployment: 'test', signatureLife: 30 * SECOND, requestTimeout: 10 * SECOND },
    ...reader,
    onFault: (_execution, fault) => faults.push(fault),
    ...options.over,
  });
  onTestFinished(() => embedded.close());
  const request: StartRequest = {
    key: 'a-key',
    instance: SOLO,
    when: 'now',
    by: 'tester',
    reason: 'to see it done',
    source: 'http',
  };
  return {
    embedded,
    model,
    clock,
    log,
    faults,
    async start(change) {
      const started = await makeStart(embedded.ports)({ ...request, ...change });
      if (!started.started) throw new Error(JSON.stringify(started));
      return started.run.runId;
    },
  };
}
