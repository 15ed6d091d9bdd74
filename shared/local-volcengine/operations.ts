/** The operations of the Redis API that the endpoint knows (reference: vendor's API list of service Redis, 2020-12-07). */
export const OPERATIONS = [
  'SwitchOver',
  'DescribeDBInstances',
  'DescribeDBInstanceDetail',
  'DescribeDBInstanceShards',
  'DescribeTasks',
  'DescribePlannedEvents',
] as const;

export type Operation = (typeof OPERATIONS)[number];

export function isOperation(action: string): action is Operation {
  return OPERATIONS.some((operation) => operation === action);
}
