import type { DatabaseSync } from 'node:sqlite';
import type { StoreKind } from './errors.ts';
import { INDEXES } from './store.ts';
import { TABLE } from './table.ts';

/** The version of the schema below, kept in SQLite's `user_version`. */
export const SCHEMA_VERSION = 1;

/**
 * What SQLite's `application_id` says about a file: that it is ours, and for which kind. It lies in the header of the
 * main file from the first commit on, so a file can be refused without opening it for writing or replaying its log.
 */
const APPLICATION_IDS: { readonly [kind in StoreKind]: number } = {
  practice: 0x4f_46_50_70, // "OFPp"
  live: 0x4f_46_50_6c, // "OFPl"
};

/** What a file says it is. */
export interface FileIdentity {
  readonly applicationId: number;
  readonly version: number;
}

/** The kind of store that a file belongs to; `undefined` when it is not ours. */
export function kindOf({ applicationId }: FileIdentity): StoreKind | undefined {
  if (applicationId === APPLICATION_IDS.practice) return 'practice';
  return applicationId === APPLICATION_IDS.live ? 'live' : undefined;
}

/** Reads who a database says it is. */
export function identityOf(database: DatabaseSync): FileIdentity {
  return {
    applicationId: Number(readPragma(database, 'application_id')),
    version: Number(readPragma(database, 'user_version')),
  };
}

/** Reads one of SQLite's settings back. */
export function readPragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}

/** Tells whether a database holds nothing at all, as one does whose creation was cut short. */
export function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
}

/** Creates the schema inside the caller's transaction, so that a file is a whole store or still empty. */
export function createSchema(database: DatabaseSync, kind: StoreKind): void {
  database.exec(`
    CREATE TABLE items (
      pk TEXT NOT NULL,
      sk TEXT NOT NULL,
      attributes TEXT NOT NULL,
      ${columns().join(',\n      ')},
      PRIMARY KEY (pk, sk)
    ) STRICT;
    ${indexStatements().join(';\n    ')};
    PRAGMA application_id = ${APPLICATION_IDS[kind]};
    PRAGMA user_version = ${SCHEMA_VERSION};
  `);
}

/** Generated from the item itself, so that an index can never disagree with it. */
function columns(): string[] {
  const texts = Object.values(INDEXES).map(({ partition }) => column(partition, 'TEXT'));
  const numbers = [...Object.values(INDEXES).map(({ sort }) => sort), TABLE.timeToLive];
  return [...texts, ...[...new Set(numbers)].map((name) => column(name, 'ANY'))];
}

function column(name: string, type: 'TEXT' | 'ANY'): string {
  return `${name} ${type} GENERATED ALWAYS AS (attributes ->> '$.${name}') VIRTUAL`;
}

function indexStatements(): string[] {
  const sparse = Object.entries(INDEXES).map(
    ([name, { partition, sort }]) =>
      `CREATE INDEX items_by_${name} ON items (${partition}, ${sort}, pk, sk) WHERE ${partition} IS NOT NULL AND ${sort} IS NOT NULL`,
  );
  const expiry = `CREATE INDEX items_by_expiry ON items (${TABLE.timeToLive}) WHERE ${TABLE.timeToLive} IS NOT NULL`;
  return [...sparse, expiry];
}
