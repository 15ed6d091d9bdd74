import * as z from 'zod/mini';
import { ValueRefused } from './errors.ts';
import type { Key } from './store.ts';

/** The last entry of a page: where in its index, and which item. */
export interface IndexPosition {
  readonly at: number;
  readonly key: Key;
}

const part = z.string().check(z.minLength(1));
const position = z.tuple([z.number(), part, part]);

/** Makes the opaque `next` of a page. The same for all stores. */
export function encodeCursor({ at, key }: IndexPosition): string {
  return Buffer.from(JSON.stringify([at, key.partition, key.sort])).toString('base64url');
}

/** Reads an `after` back. @throws ValueRefused when it is no `next` of any page. */
export function decodeCursor(cursor: string): IndexPosition {
  try {
    const [at, partition, sort] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at, key: { partition, sort } };
  } catch (cause) {
    throw new ValueRefused('find', ['after is not the next of any page'], { cause });
  }
}
