import { runPartition } from '../../shared/protocol/keys.ts';
import { readPins } from '../../shared/protocol/pins.ts';
import { type Run, readRun } from '../../shared/protocol/run.ts';
import { readSends } from '../../shared/protocol/send.ts';
import type { RunFile } from '../../shared/steps/run-file.ts';
import type { Attributes, Item, Key } from '../../shared/store/store.ts';
import { toItem } from '../../shared/store/write.ts';

const kinds = new Map<string, Item>();
const numbers = new WeakMap<object, number>();

/** One and the same object for all items that say the same, so that each is read, and named, once. */
export function oneOfAKind(key: Key, { link: _link, ...attributes }: Attributes): Item {
  const text = JSON.stringify([key, attributes]);
  const known = kinds.get(text);
  if (known !== undefined) return known;
  const item = toItem(key, attributes);
  kinds.set(text, item);
  numbers.set(item, kinds.size);
  return item;
}

const files = new Map<string, RunFile>();

/** A run with its pins and sends. */
export function fileOf({ items }: { readonly items: ReadonlyMap<string, Item> }, runId: string): RunFile {
  const partition = runPartition(runId);
  const own: Item[] = [];
  let name = '';
  for (const item of items.values()) {
    if (item.key.partition !== partition) continue;
    own.push(item);
    name += `${numbers.get(item)},`;
  }
  const file = files.get(name) ?? open(own, runId);
  files.set(name, file);
  return file;
}

function open(own: readonly Item[], runId: string): RunFile {
  const items = own.toSorted((one, other) => (one.key.sort < other.key.sort ? -1 : 1));
  const run = items.find((item) => item.key.sort === 'run');
  if (run === undefined) throw new Error(`There is no run ${runId} in this world.`);
  return { run: runIn(run), pins: readPins(items), sends: readSends(items) };
}

const runs = new WeakMap<Item, Run>();

function runIn(item: Item): Run {
  const known = runs.get(item) ?? readRun(item);
  runs.set(item, known);
  numbers.set(known, numbers.get(item) ?? 0);
  return known;
}

/** Tells two items, or two views of a run, apart that differ in anything. */
export const numberOf = (one: Item | Run): number => numbers.get(one) ?? 0;
