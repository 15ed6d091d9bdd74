import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readSeed } from '../local-volcengine/seed.ts';
import type { LanguageTag } from '../notify/catalogue.ts';
import type { Plan } from '../plan/plan.ts';
import { readPlan } from '../plan/read.ts';
import type { Log, LogLine } from '../steps/ports.ts';
import { SECOND } from '../time/clock.ts';
import { openEmbedded } from './embedded.ts';
import { makeEmbeddedAnnouncer } from './embedded-announcer.ts';
import { logOnly } from './embedded-channels.ts';
import { type LeapingClock, makeLeapingClock } from './leaping-clock.ts';
import { makeMessenger } from './messenger.ts';
import { type Stage, theActs } from './practice-acts.ts';
import { startPracticeEndpoint } from './practice-endpoint.ts';
import { whileStill } from './still-redis.ts';

/** Where `examples/` lies: beside `shared/`, whatever folder the command was called from. */
const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

/** Monday afternoon in Shanghai: by day, the evening before the example's first night. */
const FIRST_AFTERNOON = Date.parse('2026-11-23T14:10:00+08:00');

export interface PracticeOptions {
  readonly language: LanguageTag;
  /** Gets every line as it happens. */
  readonly print: (line: string) => void;
  /** The folder in which the record of this practice is kept. */
  readonly folder: string;
  /** Default: the example's instances. */
  readonly seedPath?: string;
  /** Real time, for the record's name only. */
  readonly realNow: number;
}

/**
 * Practises three nights against the local endpoint: always practice, whatever credentials the shell has.
 *
 * Returns true only when all three acts ended as they must. The record stays in its own file.
 */
export async function practice(options: PracticeOptions): Promise<boolean> {
  const plan = practicePlan();
  const seedPath = options.seedPath ?? join(EXAMPLES, 'practice.endpoint.yaml');
  const seed = readSeed(readFileSync(seedPath, 'utf8'), seedPath);
  const deadlines: { next?: () => number | undefined } = {};
  const clock: LeapingClock = makeLeapingClock(FIRST_AFTERNOON, () => deadlines.next?.());
  const local = await startPracticeEndpoint({ seed, clock, port: 0, random: Math.random });
  deadlines.next = () => local.model.nextDeadline();
  mkdirSync(options.folder, { recursive: true });
  const storePath = join(
    options.folder,
    `practice-${new Date(options.realNow).toISOString().replace(/\D/g, '')}.sqlite`,
  );
  const listeners = new Set<(line: LogLine) => void>();
  const log = logTo(listeners);
  const reader = { language: options.language, zone: plan.timezone };
  const embedded = openEmbedded({
    storePath,
    kind: 'practice',
    clock,
    redis: () => whileStill(local.client, clock),
    announcer: makeEmbeddedAnnouncer(log, reader),
    messenger: makeMessenger({
      channel: logOnly(log, clock),
      language: options.language,
      practice: true,
    }),
    log,
    settings: { deployment: 'practice', signatureLife: 30 * SECOND, requestTimeout: 10 * SECOND },
    ...reader,
    onFault: (execution, fault) => options.print(`  execution ${execution} stands still: ${String(fault)}`),
  });
  const stage: Stage = {
    embedded,
    clock,
    model: local.model,
    plan,
    reader,
    print: options.print,
    listeners,
    record: relative(process.cwd(), storePath),
    endpointUrl: local.endpoint.url,
  };
  try {
    return await theActs(stage);
  } finally {
    await embedded.close();
    await local.close();
  }
}

function practicePlan(): Plan {
  const reading = readPlan(readFileSync(join(EXAMPLES, 'practice.plan.yaml'), 'utf8'));
  if ('faults' in reading)
    throw new Error(
      `examples/practice.plan.yaml: ${reading.faults.map(({ sentence }) => sentence).join(' ')}`,
    );
  return reading.plan;
}

function logTo(listeners: ReadonlySet<(line: LogLine) => void>): Log {
  const tell = (line: LogLine) => {
    for (const listener of listeners) listener(line);
  };
  return { info: tell, warn: tell };
}
