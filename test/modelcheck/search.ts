import { movesFrom } from './moves.ts';
import { nameOf } from './names.ts';
import type { Rules } from './rules.ts';
import type { Setting } from './setting.ts';
import { initial, type State } from './world.ts';

/** What a search came to. `story` is a shortest interleaving that breaks a promise. */
export interface Found {
  readonly states: number;
  readonly depth: number;
  readonly complete: boolean;
  readonly broken?: { readonly promise: string; readonly story: readonly string[] };
}

interface Came {
  readonly what: string;
  readonly from: Came | undefined;
}

/** Goes through all states breadth first, until a promise is broken or none is left. */
export function search(setting: Setting, rules: Rules): Found {
  const first = initial(setting, rules);
  const known = new Set([nameOf(setting, first)]);
  let level: { readonly state: State; readonly came: Came | undefined }[] = [
    { state: first, came: undefined },
  ];
  let depth = 0;
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { state, came } of level) {
      for (const move of movesFrom(setting, rules, state)) {
        const here = { what: move.what, from: came };
        if (move.broken !== undefined) {
          const broken = { promise: move.broken, story: storyOf(here) };
          return { states: known.size, depth: depth + 1, complete: false, broken };
        }
        const name = nameOf(setting, move.next);
        if (known.has(name)) continue;
        known.add(name);
        next.push({ state: move.next, came: here });
      }
    }
    level = next;
    if (next.length > 0) depth += 1;
  }
  return { states: known.size, depth, complete: true };
}

function storyOf(last: Came): readonly string[] {
  const story: string[] = [];
  for (let came: Came | undefined = last; came !== undefined; came = came.from) story.unshift(came.what);
  return story;
}
