import { expect, it } from 'vitest';
import { practiceModel, primariesIn, resultOf } from './practice-model.ts';

it('shows each node with its role and zone', () => {
  const { call } = practiceModel();

  expect(
    resultOf(call('DescribeDBInstanceShards', { InstanceId: 'solo', PageNumber: 1, PageSize: 1 })),
  ).toEqual({
    Total: 1,
    InstanceShards: [
      {
        ShardId: 'server-solo-0',
        NodeNumber: 2,
        ServerNodes: [
          { NodeId: 'server-solo-0-0', CurrentRole: 'PrimaryNode', Status: 'running', ZoneId: 'a' },
          { NodeId: 'server-solo-0-1', CurrentRole: 'SecondaryNode', Status: 'running', ZoneId: 'b' },
        ],
      },
    ],
  });
});

it('shows 256 shards over three pages', () => {
  const { call } = practiceModel({ instances: [{ id: 'huge', shards: 256, zones: ['a', 'b'] }] });
  const pages = [1, 2, 3].map((number) =>
    resultOf(call('DescribeDBInstanceShards', { InstanceId: 'huge', PageNumber: number, PageSize: 100 })),
  );

  expect(pages.map((page) => primariesIn(page).length)).toEqual([100, 100, 56]);
  expect(new Set(pages.flatMap((page) => primariesIn(page).flat())).size).toBe(256);
  for (const page of pages) expect(page).toMatchObject({ Total: 256 });
});
