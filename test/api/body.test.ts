import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LARGEST_BODY, readBody } from '../../shared/api/body.ts';

const schema = z.unknown();
const request = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  new Request('http://x/', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

describe('readBody', () => {
  it('takes a body of just the largest size, and not a byte more', async () => {
    const fits = `"${'x'.repeat(LARGEST_BODY - 2)}"`;

    expect(await readBody(request(fits), schema)).toEqual({ value: 'x'.repeat(LARGEST_BODY - 2) });
    expect(await readBody(request(` ${fits}`), schema)).toMatchObject({
      problem: { code: 'BODY_TOO_LARGE' },
    });
  });

  it('stops reading a body that never ends', async () => {
    let given = 0;
    const endless = new ReadableStream({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(1_024));
      },
    });
    const asked = new Request('http://x/', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: endless,
      duplex: 'half',
    });

    expect(await readBody(asked, schema)).toMatchObject({ problem: { kind: 'too-large' } });
    expect(given).toBeLessThan(64);
  });

  it('does not trust Content-Length', async () => {
    const small = request('{}', { 'content-length': String(LARGEST_BODY + 1) });

    expect(await readBody(small, schema)).toMatchObject({ problem: { kind: 'too-large' } });
  });

  it('adds up the faults of form and of fields', async () => {
    const strict = z.strictObject({ a: z.number() });
    const { faults } = await readBody(request('{"a":"x","a":"y","b":1}'), strict);

    expect(faults?.map(({ path }) => path)).toEqual(['body/a', 'body/a', 'body/b']);
  });

  it('refuses bytes that are not UTF-8', async () => {
    expect(await readBody(request(new Uint8Array([0x22, 0xff, 0x22])), schema)).toMatchObject({
      faults: [{ path: 'body', sentence: 'The body is not UTF-8.' }],
    });
  });
});
