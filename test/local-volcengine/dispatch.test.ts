import { expect, it } from 'vitest';
import { firstPage, practiceModel, said } from './practice-model.ts';

it.each<[string, unknown, string]>([
  ['DescribeDBInstanceDetail', { InstanceId: 'none' }, 'InstanceNotExist'],
  ['DescribeDBInstanceDetail', {}, 'ParamError'],
  ['DescribeDBInstanceShards', firstPage('none'), 'InstanceNotExist'],
  ['DescribeDBInstanceShards', { InstanceId: 'solo' }, 'ParamError'],
  ['DescribeDBInstanceShards', { InstanceId: 'solo', PageNumber: 1, PageSize: 101 }, 'ParamError'],
  ['DescribeDBInstanceShards', { InstanceId: 'solo', PageNumber: 0, PageSize: 10 }, 'ParamError'],
  ['DescribeDBInstances', { PageSize: 1001 }, 'ParamError'],
  ['DescribeDBInstances', { PageNumber: 'one' }, 'ParamError'],
  ['DescribeDBInstances', { PageSize: 1000, SomethingNew: true }, 'accepted'],
  ['DescribeTasks', {}, 'ParamError'],
  ['DescribePlannedEvents', { PageNumber: 1, PageSize: 1001 }, 'ParamError'],
])('%s with %j is answered %s', (action, body, verdict) => {
  expect(said(practiceModel().call(action, body))).toBe(verdict);
});

it('a body with several faults is told of all of them', () => {
  const reply = practiceModel().call('DescribeDBInstanceShards', { PageNumber: 0, PageSize: 101 });
  const message = 'answer' in reply ? reply.answer.envelope.ResponseMetadata.Error?.Message : undefined;

  expect(message?.split('; ').map((fault) => fault.split(':')[0])).toEqual([
    'InstanceId',
    'PageNumber',
    'PageSize',
  ]);
});
