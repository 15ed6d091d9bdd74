import type { IncomingMessage } from 'node:http';

/** The largest body that is read, in bytes. */
export const LARGEST_BODY = 1_048_576;

/** The bytes of a body, or why there are none: it is larger than allowed, or the caller went away. */
export type Body = Uint8Array | 'too large' | 'caller gone';

/** Reads a body to its end; what lies beyond the limit is thrown away unread. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size <= LARGEST_BODY) chunks.push(bytes);
    }
  } catch (error) {
    if (request.destroyed) return 'caller gone';
    throw error;
  }
  return size > LARGEST_BODY ? 'too large' : Buffer.concat(chunks);
}

/** The JSON value of a body; `undefined` when it is none. An empty body counts as an empty object. */
export function parseJson(body: Uint8Array): { readonly json: unknown } | undefined {
  if (body.length === 0) return { json: {} };
  try {
    return { json: JSON.parse(Buffer.from(body).toString('utf8')) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
