import { type Document, isMap, isScalar, type Pair, visit, type YAMLMap } from 'yaml';

/** The text of a key, by which a path leads to it. */
const textOf = ({ key }: Pair): string => String(isScalar(key) ? key.value : key);

/** The offset of each key that its mapping has already, in the order of the text. Looks at each key once. */
export function keysSaidTwice(document: Document): readonly number[] {
  const offsets: number[] = [];
  visit(document, {
    Map(_, map) {
      const said = new Set<string>();
      for (const pair of map.items) {
        const key = textOf(pair);
        if (said.has(key) && isScalar(pair.key)) offsets.push(pair.key.range?.[0] ?? 0);
        said.add(key);
      }
    },
  });
  return offsets.toSorted((one, other) => one - other);
}

/** Finds the pairs of mappings by their keys. Each mapping is gone through once, however often it is asked. */
export function makePairFinder(): (map: unknown, key: string) => Pair | undefined {
  const pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  return (map, key) => {
    if (!isMap(map)) return undefined;
    // The last of two equal keys is the one whose value counts.
    const known = pairs.get(map) ?? new Map(map.items.map((pair: Pair) => [textOf(pair), pair]));
    pairs.set(map, known);
    return known.get(key);
  };
}
