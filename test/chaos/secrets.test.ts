import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { STORE } from '../e2e/running.ts';
import { temporaryFolder } from '../runtime/temporary-folder.ts';
import { SECRET } from './estate.ts';
import type { Violation } from './judge.ts';
import { SHELL_SECRET, searchForSecrets } from './secrets.ts';

function found(said: readonly string[], store = ''): number {
  const folder = temporaryFolder();
  writeFileSync(join(folder, `${STORE}.token`), 'the-bearer-token\n');
  writeFileSync(join(folder, STORE), store);
  const tally = { searched: 0, violations: [] as Violation[] };
  searchForSecrets({ folder, tally }, said);
  return tally.violations.length;
}

it('finds nothing where there is nothing', () => {
  expect(found(['a line', '{"what":"looked"}'], 'bytes')).toBe(0);
});

it.each([SECRET, SHELL_SECRET, 'the-bearer-token', 'Signature=0123abcd'])(
  'finds %s in a line and in the store',
  (leak) => {
    expect(found([`said ${leak} aloud`])).toBe(1);
    expect(found([], `\0${leak}\0`)).toBe(1);
  },
);
