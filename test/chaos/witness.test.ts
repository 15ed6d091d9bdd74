import { expect, it } from 'vitest';
import { makeWitness } from './witness.ts';

const executed = (requestId: string) =>
  JSON.stringify({
    executed: {
      effect: 'SwitchOver',
      at: 1,
      instanceId: 'redis-a',
      nodeIds: ['node-b'],
      clientToken: 'offpeak-run-1-1',
      requestId,
    },
  });
const answered = (action: string, requestId: string) =>
  JSON.stringify({ answered: { action, requestId, instanceId: 'redis-a' } });

it('counts a call once, whether it was executed, answered or both, and no look', () => {
  const witness = makeWitness();
  for (const line of [
    '{"url":"http://127.0.0.1:1"}',
    executed('1'),
    answered('SwitchOver', '1'),
    answered('SwitchOver', '2'),
    answered('DescribeDBInstanceShards', '3'),
  ])
    witness.hear(line);

  expect(witness.truth().executed).toHaveLength(1);
  expect(witness.truth().calls).toEqual(new Map([['redis-a', 2]]));
  expect(witness.linesOf('redis-a')).toHaveLength(4);
});

it('tells when so many more calls have come', async () => {
  const witness = makeWitness();
  witness.hear(executed('1'));
  let told = false;
  const second = witness.calls(2).then(() => {
    told = true;
  });

  witness.hear(executed('2'));
  await Promise.resolve();
  expect(told).toBe(false);
  witness.hear(executed('3'));
  await second;
  expect(told).toBe(true);
});
