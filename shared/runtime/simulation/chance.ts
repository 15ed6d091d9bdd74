/** Numbers that look random and follow from a seed alone. */
export interface Chance {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  happens(probability: number): boolean;
  /** One of the list. Throws for an empty one. */
  pick<T>(list: readonly T[]): T;
  /** A stream of its own, so that drawing from one moves nothing in the other. */
  fork(name: string): Chance;
}

/** A 32-bit counter whose values are mixed (splitmix32): cheap, and far better than the worlds need. */
export function makeChance(seed: number): Chance {
  let state = mix(seed | 0);
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    return (mix(state) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    happens: (probability) => next() < probability,
    pick(list) {
      const picked = list[Math.floor(next() * list.length)];
      if (picked === undefined) throw new Error('There is nothing to pick from.');
      return picked;
    },
    fork: (name) => makeChance(mix(seed | 0) ^ textSeed(name)),
  };
}

function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

function textSeed(text: string): number {
  let seed = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1)
    seed = Math.imul(seed ^ text.charCodeAt(place), 0x01000193);
  return seed;
}
