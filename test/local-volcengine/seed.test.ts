import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSeed, SeedInvalid, seedFrom } from '../../shared/local-volcengine/seed.ts';

describe('a seed', () => {
  it('that names instances only has every default', () => {
    expect(readSeed('instances: [{ id: redis-a, zones: [a, b] }]')).toEqual({
      region: 'cn-beijing',
      credentials: [],
      instances: [
        {
          id: 'redis-a',
          name: 'redis-a',
          region: 'cn-beijing',
          class: 'PrimarySecondary',
          status: 'Running',
          zones: [['a', 'b']],
          tags: {},
          engine: '7.0',
          maintenance: '02:00-03:59',
        },
      ],
      timings: { statusAfter: 1_000, swapAfter: 5_000, shardStagger: 0, change: 12_000 },
      tokens: { life: 86_400_000 },
      signature: { life: 900_000, future: 900_000, xExpires: 'honoured' },
      operations: { tasks: true, plannedEvents: true },
      plannedEvents: [],
      faults: [],
    });
  });

  it('can lay each shard out in its own zones', () => {
    const seed = seedFrom({
      instances: [
        {
          id: 'x',
          zones: [
            ['a', 'b'],
            ['b', 'a'],
          ],
        },
      ],
    });

    expect(seed.instances[0]?.zones).toEqual([
      ['a', 'b'],
      ['b', 'a'],
    ]);
  });

  it('of the practice is valid', () => {
    const text = readFileSync(new URL('../../examples/practice.endpoint.yaml', import.meta.url), 'utf8');
    const seed = readSeed(text, 'practice.endpoint.yaml');

    expect(seed.credentials).toEqual([{ accessKeyId: 'AKLTPRACTICE', secretKey: 'practice-only' }]);
    expect(seed.instances.map(({ id, class: kind, zones }) => [id, kind, zones.length])).toEqual([
      ['redis-practice-solo', 'PrimarySecondary', 1],
      ['redis-practice-fleet', 'PrimarySecondary', 12],
      ['redis-practice-lost', 'PrimarySecondary', 1],
      ['redis-practice-standalone', 'Standalone', 1],
    ]);
    for (const { zones } of seed.instances) {
      expect(new Set(zones.map(([primary]) => primary))).toEqual(new Set(['cn-beijing-a']));
    }
  });
});

describe('a seed with faults', () => {
  const TEXT = `regoin: cn-beijing
instances:
  - id: redis-a
    class: Standalon
    zones: [a, b]
  - id: redis-b
    zones: [a]
  - { id: redis-b, zones: [a, b], shard: 2 }
timings:
  change: soon
faults:
  - fault: loose-answer
  - { fault: hang, instance: redis-c }
  - { times: 2 }
plannedEvents:
  - { id: e, instance: redis-a, from: 2026-11-24T02:00:00+08:00 }
`;

  it('is told of all of them at once, with line, column and the nearest valid word', () => {
    const faults = faultsOf(TEXT);

    expect(
      faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)),
    ).toEqual([
      { line: 1, column: 1, path: 'regoin', message: 'unknown key "regoin"; did you mean region?' },
      {
        line: 4,
        column: 5,
        path: 'instances.0.class',
        message: 'unknown value "Standalon"; did you mean Standalone?',
      },
      {
        line: 7,
        column: 5,
        path: 'instances.1.zones',
        message: 'a shard of a PrimarySecondary instance must have 2 to 6 nodes',
      },
      { line: 8, column: 7, path: 'instances.2.id', message: 'a second instance is called redis-b' },
      {
        line: 8,
        column: 35,
        path: 'instances.2.shard',
        message: 'unknown key "shard"; did you mean shards?',
      },
      {
        line: 10,
        column: 3,
        path: 'timings.change',
        message: 'must be a duration such as 500ms, 12s, 15m or 24h',
      },
      {
        line: 12,
        column: 5,
        path: 'faults.0.fault',
        message: 'unknown value "loose-answer"; did you mean lose-answer?',
      },
      {
        line: 13,
        column: 20,
        path: 'faults.1.instance',
        message: 'there is no instance redis-c; did you mean redis-a?',
      },
      {
        line: 14,
        column: 5,
        path: 'faults.2.fault',
        message: expect.stringMatching(/^needs fault: one of throttle, /),
      },
      { line: 16, column: 5, path: 'plannedEvents.0.to', message: 'is missing' },
    ]);
  });

  it('says so in one message, one line for each', () => {
    expect(() => readSeed(TEXT, 'x.yaml')).toThrow(
      /^the seed x\.yaml cannot be used:\n {2}x\.yaml:\d+:\d+ [^\n]+(\n {2}x\.yaml:\d+:\d+ [^\n]+){9}$/,
    );
  });

  it.each([
    ['a key twice', 'region: a\nregion: b\n', 2],
    ['a broken list', 'instances: [\n', 2],
  ])('%s is told of with its line', (_case, text, line) => {
    expect(faultsOf(text)).toMatchObject([{ line }]);
  });

  it('without instances is told so', () => {
    expect(faultsOf('region: cn-beijing')).toMatchObject([{ path: 'instances', message: 'is missing' }]);
    expect(faultsOf('')).toHaveLength(1);
  });

  it('in an object has paths and no lines', () => {
    expect(() => seedFrom({ instances: [] })).toThrow('seed instances: ');
  });
});

function faultsOf(text: string): SeedInvalid['faults'] {
  try {
    readSeed(text);
  } catch (error) {
    if (error instanceof SeedInvalid) return error.faults;
    throw error;
  }
  throw new Error('the seed is valid');
}
