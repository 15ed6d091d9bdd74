import { expect, it } from 'vitest';
import { makeLog } from '../../shared/local-volcengine/log.ts';

it('keeps both logs apart and gives copies away', () => {
  const log = makeLog(() => undefined);
  log.noteExecuted({ effect: 'Failover', at: 1, instanceId: 'i', nodeIds: [] });
  const before = log.executed();
  log.noteExecuted({ effect: 'Failover', at: 2, instanceId: 'i', nodeIds: [] });

  expect(before).toHaveLength(1);
  expect(log.executed()).toHaveLength(2);
  expect(log.answered()).toEqual([]);
});
