import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Instant } from '../time/clock.ts';
import { seededRandom } from './seeded-random.ts';

/** What one evaluation may know of the world. Held still while it lasts: `$now()` says the same throughout. */
export interface Effects {
  readonly now: Instant;
  readonly random: () => number;
  readonly uuid: () => string;
}

/** Where an evaluation finds its effects. No JSONata name can contain a space, so no expression can reach it. */
export const EFFECTS = 'effects of the evaluation';

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** The service allows no longer array from `$range`. */
const RANGE_LIMIT = 1_000;

const FORMATTER = jsonata('$fromMillis($at, $picture, $zone)');

function partition(items: readonly unknown[] | undefined, size: number | undefined) {
  if (items === undefined || size === undefined) return undefined;
  const step = Math.floor(size);
  if (step < 1) throw new Error('$partition needs a chunk size of at least 1');
  return Array.from({ length: Math.ceil(items.length / step) }, (_, chunk) =>
    items.slice(chunk * step, (chunk + 1) * step),
  );
}

function range(first: number | undefined, last: number | undefined, step: number | undefined) {
  if (first === undefined || last === undefined || step === undefined) return undefined;
  if (![first, last, step].every(Number.isInteger)) throw new Error('$range takes whole numbers only');
  if (step === 0) throw new Error('$range needs a step other than 0');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > RANGE_LIMIT) throw new Error(`$range may give at most ${RANGE_LIMIT} numbers`);
  return Array.from({ length }, (_, index) => first + index * step);
}

function hash(text: string | undefined, algorithm: string | undefined) {
  if (text === undefined || algorithm === undefined) return undefined;
  const name = Object.hasOwn(HASHES, algorithm) ? HASHES[algorithm] : undefined;
  if (name === undefined) throw new Error(`$hash knows ${Object.keys(HASHES).join(', ')}, not ${algorithm}`);
  return createHash(name).update(text, 'utf8').digest('hex');
}

function random(this: jsonata.Focus, seed: number | undefined) {
  const effects: Effects = this.environment.lookup(EFFECTS);
  if (seed === undefined) return effects.random();
  if (!Number.isSafeInteger(seed)) throw new Error('$random takes a whole number as its seed');
  return seededRandom(seed);
}

function uuid(this: jsonata.Focus) {
  const effects: Effects = this.environment.lookup(EFFECTS);
  return effects.uuid();
}

function parse(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}

function now(this: jsonata.Focus, picture: string | undefined, zone: string | undefined) {
  const effects: Effects = this.environment.lookup(EFFECTS);
  return FORMATTER.evaluate(undefined, { at: effects.now, picture, zone });
}

function millis(this: jsonata.Focus) {
  const effects: Effects = this.environment.lookup(EFFECTS);
  return effects.now;
}

function shuffle(this: jsonata.Focus, items: readonly unknown[] | undefined) {
  if (items === undefined) return undefined;
  const effects: Effects = this.environment.lookup(EFFECTS);
  const shuffled: unknown[] = [];
  for (const [index, item] of items.entries()) {
    const place = Math.floor(effects.random() * (index + 1));
    shuffled.push(shuffled[place]);
    shuffled[place] = item;
  }
  return shuffled;
}

/**
 * Gives an expression the six functions that the service adds to JSONata, and injects time and chance into the three
 * built-in ones that would otherwise take them from the machine.
 */
export function addFunctions(expression: jsonata.Expression): void {
  expression.registerFunction('partition', partition, '<an:a>');
  expression.registerFunction('range', range, '<nnn:a>');
  expression.registerFunction('hash', hash, '<ss:s>');
  expression.registerFunction('random', random, '<n?:n>');
  expression.registerFunction('uuid', uuid, '<:s>');
  expression.registerFunction('parse', parse, '<s:x>');
  expression.registerFunction('now', now, '<s?s?:s>');
  expression.registerFunction('millis', millis, '<:n>');
  expression.registerFunction('shuffle', shuffle, '<a:a>');
}

/** Every function that an expression may call: JSONata 2.0.6 without `$eval`, and the service's own. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  [
    'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad',
    'match contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs',
    'sqrt power random boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each',
    'error assert type sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent',
    'decodeUrl toMillis fromMillis clone now millis partition range hash uuid parse',
  ].flatMap((names) => names.split(' ')),
);
