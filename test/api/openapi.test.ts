import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OPENAPI_FILE } from '../../docs/generate-openapi.ts';
import { openApiDocument } from '../../docs/openapi-document.ts';
import { PROBLEMS } from '../../shared/api/problem.ts';
import { makeApiRig } from './api-rig.ts';

const documentSchema = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
});

describe('docs/openapi.json', () => {
  it('is what the schemas say (node docs/generate-openapi.ts)', async () => {
    expect(JSON.parse(await readFile(OPENAPI_FILE, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(openApiDocument())),
    );
  });

  it('has every route of the app, and no other', async () => {
    const { api } = await makeApiRig();
    const { paths } = documentSchema.parse(openApiDocument());

    const served = api.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)(\{\.\+\})?/g, '{$1}')}`);
    const told = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(told.toSorted()).toEqual(served.toSorted());
  });

  it('refers to nothing that it does not have', () => {
    const text = JSON.stringify(openApiDocument());
    const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);

    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(text).toContain(`"${name}":{`);
  });
});

describe('docs/api.md', () => {
  it('tells of every kind of problem, with its status', async () => {
    const text = await readFile(new URL('api.md', OPENAPI_FILE), 'utf8');

    for (const [kind, { status }] of Object.entries(PROBLEMS))
      expect(text).toContain(`| \`${kind}\` | ${status} |`);
  });
});
