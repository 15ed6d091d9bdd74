import { proofCommand } from '../proof-command.ts';
import { REMOVALS, type Removal } from './removals.ts';
import { SHIPPED } from './rules.ts';
import { type Found, search } from './search.ts';
import { WORLDS } from './worlds.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Searches all worlds whole, then takes away one rule after the other. Exit code 1 where something is not as it must be. */
function run(only: string | undefined): number {
  const asked = ({ name }: { readonly name: string }) => only === undefined || name.includes(only);
  let states = 0;
  let violations = 0;
  say('world                                       states  depth violations');
  for (const world of Object.values(WORLDS).filter(asked)) {
    const found = search(world, SHIPPED);
    states += found.states;
    violations += found.broken === undefined ? 0 : 1;
    const row = [String(found.states).padStart(9), String(found.depth).padStart(6)];
    say(`${world.name.padEnd(41)} ${row.join(' ')} ${String(found.broken ? 1 : 0).padStart(10)}`);
    tell(found);
  }
  let missed = 0;
  const removals = REMOVALS.filter(asked);
  for (const removal of removals) {
    const found = search(removal.world, removal.rules);
    missed += found.broken === undefined ? 1 : 0;
    sayRemoval(removal, found);
  }
  say('');
  say(`${states} states, all of them: ${violations} violations`);
  say(`${removals.length} rules taken away, one at a time: ${missed} without a counterexample`);
  return violations + missed === 0 ? 0 : 1;
}

function sayRemoval({ name, world }: Removal, found: Found): void {
  say('');
  say(`without ${name} (${world.name}, ${found.states} states)`);
  if (found.broken === undefined) say('  no promise breaks');
  tell(found);
}

function tell({ broken }: Found): void {
  if (broken === undefined) return;
  for (const [index, line] of broken.story.entries()) say(`  ${String(index + 1).padStart(2)}. ${line}`);
  say(`  → ${broken.promise}`);
}

const { only } = proofCommand(
  'modelcheck',
  'Searches every state of small worlds, then takes away one rule after the other and shows what breaks.',
)
  .option('--only <name>', 'the worlds and rules with this in their name')
  .parse()
  .opts<{ only?: string }>();

process.exitCode = run(only);
