import { expect, it } from 'vitest';
import { REMOVALS } from './removals.ts';
import { SHIPPED } from './rules.ts';
import { search } from './search.ts';
import { WORLDS } from './worlds.ts';

it.each([WORLDS.twoForeign, WORLDS.instances, { ...WORLDS.oneRun, seconds: [0, 720, 745] }])(
  '$name: no state breaks a promise',
  { timeout: 60_000 },
  (world) => {
    const found = search(world, SHIPPED);

    expect(found).toMatchObject({ complete: true });
    expect(found.broken).toBeUndefined();
    expect(found.states).toBeGreaterThan(1_000);
  },
);

it.each([
  ["the signature's life, honoured by the gateway", /outside the opening/],
  ["the last look's phase check", /after the run was closed as FAILED/],
  ['the signature ends before the opening does', /outside the opening/],
  ['claim: no owner, or an expired one', /has lost its lease/],
  ['send: the lease is alive', /whose lease had run out/],
  ['nothing is acknowledged while its change may be under way', /has the lease|in flight/],
  ['who is held keeps its slot while its change may be under way', /more switchovers at once/],
])('without %s the search finds an interleaving', { timeout: 60_000 }, (name, promise) => {
  const removal = REMOVALS.find((one) => one.name === name);
  if (removal === undefined) throw new Error(`There is no removal '${name}'.`);

  const { broken } = search(removal.world, removal.rules);

  expect(broken?.promise).toMatch(promise);
  expect(broken?.story.length).toBeGreaterThan(3);
});
