import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_KINDS, jsonSchemaOf } from './event-schemas.ts';

/** Where the schemas are kept, one for each detail type. `test/docs/event-schemas.test.ts` holds them to what is put. */
export const EVENTS_FOLDER = join(import.meta.dirname, 'events');

export const schemaFileOf = (detailType: string): string => join(EVENTS_FOLDER, `${detailType}.schema.json`);

if (import.meta.main) {
  mkdirSync(EVENTS_FOLDER, { recursive: true });
  for (const [detailType, kind] of Object.entries(EVENT_KINDS))
    writeFileSync(schemaFileOf(detailType), `${JSON.stringify(jsonSchemaOf(kind), null, 2)}\n`);
}
