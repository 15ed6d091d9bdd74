import { expect, it } from 'vitest';
import { REMOVALS, WORLDS } from './removals.ts';
import { SHIPPED } from './rules.ts';
import { search } from './search.ts';

it('one run and two workers, at any place for any time: no state breaks a promise', {
  timeout: 60_000,
}, () => {
  const found = search(WORLDS.oneRun, SHIPPED);

  expect(found).toMatchObject({ complete: true });
  expect(found.broken).toBeUndefined();
  expect(found.states).toBeGreaterThan(1_000);
});

it.each([
  ["the signature's life, honoured by the gateway", /while nobody has the lease|a second effect|outside/],
  ["the last look's clock check", /outside the opening/],
])('without %s the search finds an interleaving', (name, promise) => {
  const removal = REMOVALS.find((one) => one.name === name);
  if (removal === undefined) throw new Error(`There is no removal '${name}'.`);

  const { broken } = search(removal.world, removal.rules);

  expect(broken?.promise).toMatch(promise);
  expect(broken?.story.length).toBeGreaterThan(5);
});
