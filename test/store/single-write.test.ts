import { expect, it } from 'vitest';
import { singleWrite } from '../../shared/store/single-write.ts';
import type { Condition, Write } from '../../shared/store/store.ts';

const key = { partition: 'p', sort: 's' };
const version: Condition = { attribute: 'version', is: '=', value: 3 };
const add = { version: 1 };

it.each<[string, Write[], boolean]>([
  ['a put', [{ put: key, attributes: {} }], true],
  ['a conditional put', [{ put: key, attributes: {}, when: { item: 'absent' } }], true],
  ['an update', [{ update: key, set: { a: 1 } }], true],
  ['an addition on the value that it changes', [{ update: key, add, when: version }], true],
  [
    'the same among other conditions',
    [{ update: key, add, when: { all: [{ present: 'a' }, version] } }],
    true,
  ],
  ['an addition of nothing', [{ update: key, add: { version: 0 } }], true],
  ['an addition without condition', [{ update: key, add }], false],
  ['an addition on another attribute', [{ update: key, add, when: { present: 'version' } }], false],
  [
    'an addition on one of several',
    [{ update: key, add, when: { any: [version, { present: 'a' }] } }],
    false,
  ],
  ['a delete', [{ delete: key }], true],
  ['a conditional delete', [{ delete: key, when: version }], false],
  ['a check', [{ check: key, when: version }], false],
  ['two', [{ delete: key }, { delete: { partition: 'p', sort: 't' } }], false],
])('%s', (_, writes, alone) => {
  expect(singleWrite(writes) === undefined).toBe(!alone);
});
