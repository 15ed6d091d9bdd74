import { INDEXES, type Value } from './store.ts';
import { LIMITS, TABLE } from './table.ts';

/** Names by which JavaScript, and the marshalling of AWS's SDK, take an object for something else. */
const TREACHEROUS: ReadonlySet<string> = new Set(['__proto__', 'constructor']);
const RESERVED: ReadonlySet<string> = new Set([TABLE.partition, TABLE.sort, TABLE.nonce]);
const INDEX_PARTITIONS: ReadonlySet<string> = new Set(Object.values(INDEXES).map((index) => index.partition));
const INDEX_SORTS: ReadonlySet<string> = new Set(Object.values(INDEXES).map((index) => index.sort));

/** A number later than this is in milliseconds by mistake: the year 5138 in seconds. */
const LATEST_EXPIRY = 100_000_000_000;

/** Every reason why these attributes cannot be kept by all three stores, one sentence each. Empty when they can. */
export function attributeFaults(attributes: object, where: string): string[] {
  return Object.entries(attributes).flatMap(([name, value]) => {
    const path = `${where}.${name}`;
    return [...nameFaults(name, path), ...valueFaults(value, path, 0), ...meaningFaults(name, value, path)];
  });
}

/** Every reason why an attribute cannot have this name. */
export function nameFaults(name: string, path: string): string[] {
  return RESERVED.has(name)
    ? [`${path} is a name that the store keeps for itself`]
    : elementNameFaults(name, path);
}

/** Every reason why this is not a value, at any depth. */
export function valueFaults(value: unknown, path: string, depth = 0): string[] {
  if (value === null || typeof value === 'boolean') return [];
  if (typeof value === 'string') return value.isWellFormed() ? [] : [`${path} is not well-formed Unicode`];
  if (typeof value === 'number') return numberFaults(value, path);
  if (typeof value !== 'object') return [`${path} is ${typeof value}, which is not a value`];
  if (depth >= LIMITS.nesting) return [`${path} is nested deeper than ${LIMITS.nesting} levels`];
  if (Array.isArray(value)) {
    return Array.from(value).flatMap((element, index) =>
      valueFaults(element, `${path}[${index}]`, depth + 1),
    );
  }
  if (!isPlain(value)) return [`${path} is an object of a class, which is not a value`];
  return Object.entries(value).flatMap(([name, element]) => [
    ...elementNameFaults(name, `${path}.${name}`),
    ...valueFaults(element, `${path}.${name}`, depth + 1),
  ]);
}

/** Narrows what was read back to what a store can have written. */
export function isAttributes(value: unknown): value is { readonly [name: string]: Value } {
  return (
    typeof value === 'object' && value !== null && isPlain(value) && valueFaults(value, '', -1).length === 0
  );
}

/** Tells a list from a map. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function numberFaults(value: number, path: string): string[] {
  if (!Number.isFinite(value)) return [`${path} is ${value}, which is not a finite number`];
  if (Object.is(value, -0)) return [`${path} is -0, which would come back as 0`];
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return [`${path} is ${value}, which is not exact`];
  if (value !== 0 && Math.abs(value) < LIMITS.smallestMagnitude)
    return [`${path} is ${value}, which is too small`];
  return [];
}

function elementNameFaults(name: string, path: string): string[] {
  if (name === '') return [`${path} has no name`];
  if (TREACHEROUS.has(name)) return [`${path} is a name with a meaning in JavaScript`];
  return name.isWellFormed() ? [] : [`${path} is not well-formed Unicode`];
}

/** An index key of the wrong type would be refused by DynamoDB, and a time to live in milliseconds would never come. */
function meaningFaults(name: string, value: unknown, path: string): string[] {
  if (INDEX_PARTITIONS.has(name)) {
    const fits =
      typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= LIMITS.partitionBytes;
    return fits ? [] : [`${path} is an index key and must be a string of 1–${LIMITS.partitionBytes} bytes`];
  }
  if (INDEX_SORTS.has(name))
    return typeof value === 'number' ? [] : [`${path} is an index key and must be a number`];
  if (name !== TABLE.timeToLive) return [];
  const fits = typeof value === 'number' && Number.isInteger(value) && value > 0 && value < LATEST_EXPIRY;
  return fits ? [] : [`${path} must be whole seconds since 1970`];
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
