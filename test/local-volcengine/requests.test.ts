import { expect, it } from 'vitest';
import { instanceNamedBy, instancesRequest } from '../../shared/local-volcengine/requests.ts';

it.each([
  [{ InstanceId: 'solo', Other: 1 }, 'solo'],
  [{ InstanceId: 7 }, undefined],
  [{}, undefined],
  [null, undefined],
])('%j names %s', (body, instanceId) => {
  expect(instanceNamedBy(body)).toBe(instanceId);
});

it('DescribeDBInstances shows the first ten unless it is told otherwise', () => {
  expect(instancesRequest.parse({})).toEqual({ PageNumber: 1, PageSize: 10 });
});
