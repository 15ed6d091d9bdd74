import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { STATE_FIELDS, whyRefused } from '../../shared/engine/fields.ts';

it('the documentation lists every field of every state', () => {
  const page = readFileSync(new URL('../../docs/states-language.md', import.meta.url), 'utf8');

  for (const field of Object.values(STATE_FIELDS).flat())
    expect(page).toMatch(new RegExp(`\`.*${field}.*\``));
});

it.each([
  ['ResultPath', 'JSONPath'],
  ['HeartbeatSeconds', 'heartbeats'],
  ['TimeoutSeconds', 'runs no Catch'],
  ['Branches', 'is not interpreted here.'],
])('%s is refused with its own reason', (field, reason) => {
  expect(whyRefused(field)).toContain(reason);
});
