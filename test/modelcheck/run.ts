import { REMOVALS, type Removal, WORLDS } from './removals.ts';
import { SHIPPED } from './rules.ts';
import { type Found, search } from './search.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Searches all worlds whole, then takes away one rule after the other. Exit code 1 where something is not as it must be. */
function run(only: string | undefined): number {
  let wrong = 0;
  let states = 0;
  say('world                                             states  depth');
  for (const world of Object.values(WORLDS)) {
    if (only !== undefined && !world.name.includes(only)) continue;
    const found = search(world, SHIPPED);
    states += found.states;
    say(`${world.name.padEnd(46)} ${String(found.states).padStart(9)} ${String(found.depth).padStart(6)}`);
    if (found.broken !== undefined) {
      wrong += 1;
      tell(found);
    }
  }
  let caught = 0;
  let implied = 0;
  for (const removal of REMOVALS) {
    if (only !== undefined && !removal.name.includes(only)) continue;
    const found = search(removal.world, removal.rules);
    if (found.broken !== undefined) caught += 1;
    else implied += 1;
    wrong += asExpected(removal, found) ? 0 : 1;
    sayRemoval(removal, found);
  }
  say(
    `${states} states, all of them; ${caught} removals break a promise, ${implied} are implied by other rules`,
  );
  say(wrong === 0 ? 'no violation' : `${wrong} wrong`);
  return wrong === 0 ? 0 : 1;
}

const asExpected = ({ impliedBy }: Removal, { broken }: Found) =>
  (broken === undefined) === (impliedBy !== undefined);

function sayRemoval({ name, world, impliedBy }: Removal, found: Found): void {
  say('');
  say(`without ${name} (${world.name}, ${found.states} states)`);
  if (found.broken === undefined) say(`  no promise breaks: ${impliedBy ?? 'UNEXPECTED'}`);
  else tell(found);
}

function tell({ broken }: Found): void {
  if (broken === undefined) return;
  for (const [index, line] of broken.story.entries()) say(`  ${String(index + 1).padStart(2)}. ${line}`);
  say(`  → ${broken.promise}`);
}

process.exitCode = run(process.argv[2]);
