import { expect, it } from 'vitest';
import type { Path } from '../../shared/plan/faults.ts';
import { planForm } from '../../shared/plan/schema.ts';
import { keysAt } from '../../shared/plan/schema-keys.ts';

it.each<[string, Path, string[]]>([
  ['a section', ['limits'], ['atOnce', 'perNight', 'onePer', 'stopAfter']],
  ['an entry of a mapping', ['accounts', 'prod'], ['provider', 'region', 'credentials', 'mode']],
  ['an entry of a list', ['rules', 0, 'match'], ['instance', 'tag', 'project', 'pattern', 'expect']],
  ['a value that is no mapping', ['timezone'], []],
  ['a key that is not known', ['nothing', 'here'], []],
])('the keys of %s', (_, path, keys) => {
  expect(keysAt(planForm, path)).toEqual(keys);
});
