import { writeFile } from 'node:fs/promises';
import { openApiDocument } from './openapi-document.ts';

/** Where the document is kept. `test/api/openapi.test.ts` holds it to the schemas. */
export const OPENAPI_FILE = new URL('openapi.json', import.meta.url);

if (import.meta.main) await writeFile(OPENAPI_FILE, `${JSON.stringify(openApiDocument(), null, 2)}\n`);
