import { describe, expect, it } from 'vitest';
import { ReadFailed } from '../../shared/volcengine/errors.ts';
import { clientOf, INSTANCE } from './clients.ts';
import { type Reply, refuses, ScriptedServer, succeeds } from './scripted-server.ts';

function shards(from: number, to: number): object[] {
  return Array.from({ length: to - from }, (_, offset) => {
    const ShardId = `server-${INSTANCE}-${from + offset}`;
    const node = (index: number, CurrentRole: string) => ({
      NodeId: `${ShardId}-${index}`,
      CurrentRole,
      Status: 'running',
      ZoneId: 'cn-beijing-a',
    });
    return { ShardId, NodeNumber: 2, ServerNodes: [node(0, 'PrimaryNode'), node(1, 'SecondaryNode')] };
  });
}

function shardPage(total: number, from: number, to: number): Reply {
  return succeeds({ Total: total, InstanceShards: shards(from, to) });
}

/** Pages as the vendor makes them. */
function pagesOf(total: number): Reply {
  return (response, seen) => {
    const { PageNumber, PageSize } = JSON.parse(seen.body);
    const from = (PageNumber - 1) * PageSize;
    shardPage(total, from, Math.min(total, from + PageSize))(response, seen);
  };
}

describe('describeShards', () => {
  it('gives shards and nodes in our words, roles as they came', async () => {
    const ServerNodes = [
      { NodeId: 'n0', CurrentRole: 'PrimaryNode', Status: 'running', ZoneId: 'a' },
      { NodeId: 'n1', CurrentRole: 'ArbiterNode', Status: 'resting', ZoneId: 'b' },
      { NodeId: 'n2', CurrentRole: null },
    ];
    await using server = await ScriptedServer.start(
      succeeds({ Total: 1, InstanceShards: [{ ShardId: 's0', ServerNodes }] }),
    );
    await using client = clientOf(server);

    expect(await client.describeShards(INSTANCE)).toEqual([
      {
        shardId: 's0',
        nodes: [
          { nodeId: 'n0', role: 'PrimaryNode', status: 'running', zone: 'a' },
          { nodeId: 'n1', role: 'ArbiterNode', status: 'resting', zone: 'b' },
          { nodeId: 'n2', role: '', status: '', zone: '' },
        ],
      },
    ]);
  });

  it.each([
    [1, 1],
    [100, 1],
    [101, 2],
    [256, 3],
  ])('%i shards take %i pages, in the order given', async (total, pages) => {
    await using server = await ScriptedServer.start(pagesOf(total));
    await using client = clientOf(server);

    const read = await client.describeShards(INSTANCE);

    expect(read.map(({ shardId }) => shardId)).toEqual(
      Array.from({ length: total }, (_, shard) => `server-${INSTANCE}-${shard}`),
    );
    expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual(
      Array.from({ length: pages }, (_, page) => ({
        InstanceId: INSTANCE,
        PageNumber: page + 1,
        PageSize: 100,
      })),
    );
  });

  it.each([
    ['a page that repeats', [shardPage(150, 0, 100), shardPage(150, 0, 100)]],
    ['a total that changes', [shardPage(150, 0, 100), shardPage(151, 100, 151)]],
    ['a page that is throttled', [shardPage(150, 0, 100), refuses('FlowLimitExceeded', { status: 429 })]],
  ])('%s: reads again from page 1', async (_name, replies) => {
    await using server = await ScriptedServer.start(...replies, pagesOf(150));
    await using client = clientOf(server);

    expect(await client.describeShards(INSTANCE)).toHaveLength(150);
    expect(server.seen.map(({ body }) => JSON.parse(body).PageNumber)).toEqual([1, 2, 1, 2]);
  });

  it('pages that never agree end as ReadFailed', async () => {
    await using server = await ScriptedServer.start(shardPage(150, 0, 100));
    await using client = clientOf(server, { readBudget: { attempts: 2 } });
    const reading = client.describeShards(INSTANCE);

    await expect(reading).rejects.toThrow(ReadFailed);
    await expect(reading).rejects.toThrow(/PagesDisagree after 2 of 2 attempts/);
    expect(server.seen).toHaveLength(4);
  });

  it('more shards than the vendor documents are refused at once', async () => {
    await using server = await ScriptedServer.start(shardPage(257, 0, 100));
    await using client = clientOf(server);

    await expect(client.describeShards(INSTANCE)).rejects.toThrow(/TooManyItems/);
    expect(server.seen).toHaveLength(1);
  });
});
