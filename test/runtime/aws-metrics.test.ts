import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { makeAwsMetrics } from '../../shared/runtime/aws-metrics.ts';
import { SECOND } from '../../shared/time/clock.ts';
import { closedRun } from './closed-runs.ts';

/** CloudWatch's embedded metric format, as far as it is used (CloudWatch User Guide, Embedded metric format specification). */
const lineSchema = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z
      .array(
        z.object({
          Namespace: z.string(),
          Dimensions: z.array(z.array(z.string())),
          Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
        }),
      )
      .length(1),
  }),
});

function counted(count: (metrics: ReturnType<typeof makeAwsMetrics>) => void) {
  const lines: string[] = [];
  count(makeAwsMetrics({ deployment: 'main', write: (line) => lines.push(line) }));
  return lines.map((line) => {
    const { _aws, ...properties } = lineSchema.parse(JSON.parse(line));
    const [metric] = _aws.CloudWatchMetrics;
    return { ...metric, properties };
  });
}

const took = { acceptedAt: 0, startAt: 10 * SECOND, closedAt: 70 * SECOND } as const;

describe('a closed run', () => {
  it('counts by outcome and by reason, with how long it took', () => {
    const [line, ...others] = counted(({ closed }) =>
      closed(closedRun({ ...took, outcome: 'FAILED', reason: 'REFUSED' })),
    );

    expect(line).toMatchObject({
      Namespace: 'Offpeak',
      Dimensions: [
        ['service', 'outcome'],
        ['service', 'reason'],
      ],
      Metrics: [{ Name: 'RunDuration', Unit: 'Milliseconds' }],
      properties: { service: 'main', outcome: 'FAILED', reason: 'REFUSED', RunDuration: 60 * SECOND },
    });
    expect(others).toEqual([]);
  });

  it('has no dimension of its own: its id is a property, and its instance, rule and account are not there', () => {
    const run = closedRun({ ...took });
    const lines = counted(({ closed }) => closed(run));

    expect(lines.flatMap(({ Dimensions }) => Dimensions?.flat())).not.toContain('runId');
    expect(lines[0]?.properties).toMatchObject({ runId: run.runId });
    for (const word of [run.instance, run.account]) expect(JSON.stringify(lines)).not.toContain(word);
  });

  it.each([
    ['SUCCEEDED', 'PROVEN', 'switch', ['Proven']],
    ['NOTHING_TO_DO', 'ALREADY_PRIMARY', 'switch', ['Proven']],
    ['NOTHING_TO_DO', 'ALREADY_PRIMARY', 'observe', []],
    ['SKIPPED', 'WINDOW', 'switch', ['Missed']],
    ['SKIPPED', 'STALE', 'switch', ['Missed']],
    ['SKIPPED', 'BUSY', 'switch', ['Missed']],
    ['SKIPPED', 'NOT_READY', 'switch', ['Missed']],
    ['SKIPPED', 'NOT_READY', 'dry run', []],
    ['SKIPPED', 'LIMIT', 'switch', ['Missed']],
    ['SKIPPED', 'FOREIGN', 'switch', ['Missed']],
    ['SKIPPED', 'FREEZE', 'switch', []],
    ['SKIPPED', 'STOP', 'switch', []],
    ['SKIPPED', 'COOLDOWN', 'switch', []],
    ['SKIPPED', 'NEVER', 'switch', []],
    ['CANCELLED', 'CANCELLED', 'switch', []],
    ['UNKNOWN', 'NO_EVIDENCE', 'switch', []],
  ] as const)('%s · %s in mode %s also counts as %j', (outcome, reason, mode, also) => {
    const [, ...others] = counted(({ closed }) => closed(closedRun({ ...took, outcome, reason, mode })));

    expect(others.map(({ Metrics }) => Metrics?.[0]?.Name)).toEqual(also);
    for (const { Dimensions } of others) expect(Dimensions).toEqual([['service']]);
  });

  it('that was closed before it was to start took no time', () => {
    const early = { acceptedAt: 0, startAt: 90 * SECOND, closedAt: SECOND };
    const [line] = counted(({ closed }) => closed(closedRun(early)));

    expect(line?.properties).toMatchObject({ RunDuration: 0 });
  });

  it('is not counted while it is open', () => {
    expect(counted(({ closed }) => closed(closedRun({ outcome: undefined })))).toEqual([]);
  });
});

describe('stuck runs', () => {
  it('are counted for the whole deployment', () => {
    expect(counted(({ stuck }) => stuck(3))).toMatchObject([
      { Dimensions: [['service']], Metrics: [{ Name: 'Stuck', Unit: 'Count' }], properties: { Stuck: 3 } },
    ]);
  });
});

describe('dead letters that are left', () => {
  it('are counted for the whole deployment', () => {
    expect(counted(({ lettersLeft }) => lettersLeft(2))).toMatchObject([
      {
        Dimensions: [['service']],
        Metrics: [{ Name: 'DeadLettersLeft', Unit: 'Count' }],
        properties: { DeadLettersLeft: 2 },
      },
    ]);
  });
});

describe('a message that is given up', () => {
  it('is counted for the whole deployment; the run that it was about is a property', () => {
    const lines = counted(({ givenUp }) => {
      givenUp('run-1');
      givenUp();
    });

    expect(lines).toMatchObject([
      { Dimensions: [['service']], Metrics: [{ Name: 'MessagesGivenUp', Unit: 'Count' }] },
      { properties: { MessagesGivenUp: 1 } },
    ]);
    expect(lines.map(({ properties }) => properties.runId)).toEqual(['run-1', undefined]);
  });
});

describe('a count', () => {
  it('is one line of JSON on standard output, with nothing before it', async () => {
    const file = join(import.meta.dirname, '../../shared/runtime/aws-metrics.ts');
    const script = `import { makeAwsMetrics } from ${JSON.stringify(file)};
      makeAwsMetrics({ deployment: 'main' }).stuck(1);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);

    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(() => lineSchema.parse(JSON.parse(stdout))).not.toThrow();
  });
});
