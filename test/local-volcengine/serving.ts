import { createHash, createHmac } from 'node:crypto';
import type { SeedInput } from '../../shared/local-volcengine/seed-schema.ts';
import { startEndpoint } from '../../shared/local-volcengine/server.ts';
import { practiceModel, REGION } from './practice-model.ts';

export const CREDENTIAL = { accessKeyId: 'AKLTPRACTICE', secretKey: 'practice-only' };

/** A running endpoint over a practice model; it is closed when it goes out of scope. */
export async function serving(seed: Partial<SeedInput> = {}) {
  const practice = practiceModel(seed);
  const { model, clock } = practice;
  const endpoint = await startEndpoint({ model, clock, credentials: [CREDENTIAL], port: 0 });
  return {
    ...practice,
    ...endpoint,
    post: (query: string, body: string, signal?: AbortSignal) =>
      fetch(`${endpoint.url}/?${query}`, {
        ...signedInit({ query, body, at: clock.now() }),
        ...(signal === undefined ? {} : { signal }),
      }),
    [Symbol.asyncDispose]: () => endpoint.close(),
  };
}

/** The query of an action. */
export const queryOf = (action: string) => `Action=${action}&Version=2020-12-07`;

/** The JSON body that an answer must be. */
export async function jsonOf(response: Response | Promise<Response>): Promise<unknown> {
  return (await response).json();
}

/** A POST signed over X-Date alone: third code beside the verifier's and the official signer's, for sorted queries only. */
export function signedInit({ query, body, at }: { query: string; body: string; at: number }) {
  const date = new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const day = date.slice(0, 8);
  const canonical = ['POST', '/', query, `x-date:${date}`, '', 'x-date', sha256(body)].join('\n');
  const scope = [day, REGION, 'Redis', 'request'];
  const text = ['HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, CREDENTIAL.secretKey);
  const signature = hmac(key, text).toString('hex');
  const credential = `Credential=${CREDENTIAL.accessKeyId}/${scope.join('/')}`;
  return {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'X-Date': date,
      Authorization: `HMAC-SHA256 ${credential}, SignedHeaders=x-date, Signature=${signature}`,
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
