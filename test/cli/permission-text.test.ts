import { expect, it } from 'vitest';
import { lacksOf } from '../../shared/cli/permission-text.ts';
import type { Standing } from '../../shared/volcengine/permissions.ts';

const account = { name: 'prod', provider: 'volcengine', region: 'cn-beijing', credentials: 'prod' } as const;

it.each([
  ['granted', false],
  ['missing', true],
  ['not served', false],
  ['unclear', true],
  ['not asked', false],
] as [Standing, boolean][])('a permission that is %s keeps a run from its work: %s', (standing, lacks) => {
  const findings = [{ action: 'SwitchOver', standing }] as const;

  expect(lacksOf({ account: { ...account, mode: 'switch' }, findings })).toHaveLength(lacks ? 1 : 0);
  expect(lacksOf({ account: { ...account, mode: 'observe' }, findings })).toEqual([]);
});
