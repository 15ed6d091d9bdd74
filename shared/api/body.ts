import type { z } from 'zod';
import { type Checked, check } from './faults.ts';
import { readJson } from './json.ts';
import { isJson } from './media-type.ts';
import type { Problem } from './problem.ts';

/** The largest body, in bytes. */
export const LARGEST_BODY = 32 * 1024;

export type Body<T> =
  | (Checked<T> & { readonly problem?: never })
  | { readonly problem: Problem; readonly value?: never; readonly faults?: never };

/** Reads a JSON body of at most `largest` bytes by its schema: the value, all its faults, or why it was not read at all. */
export async function readBody<S extends z.ZodType>(
  request: Request,
  schema: S,
  largest: number = LARGEST_BODY,
): Promise<Body<z.output<S>>> {
  if (!isJson(request.headers)) return { problem: NOT_JSON };
  const bytes = await bytesOf(request, largest);
  if (bytes === undefined) return { problem: tooLarge(largest) };
  const text = textOf(bytes);
  if (text === undefined) return { faults: [{ path: 'body', sentence: 'The body is not UTF-8.' }] };
  const json = readJson(text);
  if (!json.parsed) return { faults: json.faults };
  const checked = check('body', schema, json.value);
  return json.faults.length > 0 ? { faults: [...json.faults, ...(checked.faults ?? [])] } : checked;
}

export const NOT_JSON: Problem = {
  kind: 'unsupported-media-type',
  code: 'NOT_JSON',
  detail: 'Send the body as application/json in UTF-8, without a content encoding.',
};

const tooLarge = (largest: number): Problem => ({
  kind: 'too-large',
  code: 'BODY_TOO_LARGE',
  detail: `A body may have at most ${largest} bytes.`,
});

/** The body, or `undefined` as soon as it is too large: no more of it is read, whatever Content-Length says. */
async function bytesOf(request: Request, largest: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length')) > largest) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > largest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
