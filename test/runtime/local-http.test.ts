import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addressOf, serveLocally, tokenFor } from '../../shared/runtime/local-http.ts';
import { temporaryFolder } from './temporary-folder.ts';

const storePath = () => join(temporaryFolder(), 'store.sqlite');

const HELLO = new Hono().get('/', (context) => context.text('hello'));

async function serving(path: string, port = 0) {
  const http = await serveLocally(path, port);
  onTestFinished(() => http.close());
  return http;
}

describe('the bearer token', () => {
  it('is made once, long enough that nobody guesses it, for its owner alone', () => {
    const path = storePath();

    const token = tokenFor(path);

    expect(token.length).toBeGreaterThanOrEqual(43);
    expect(tokenFor(path)).toBe(token);
    expect(statSync(`${path}.token`).mode & 0o777).toBe(0o600);
    expect(tokenFor(storePath())).not.toBe(token);
  });

  it.each([0o640, 0o604, 0o622])('is refused while others can read or write it: %o', (mode) => {
    const path = storePath();
    tokenFor(path);
    chmodSync(`${path}.token`, mode);

    expect(() => tokenFor(path)).toThrow(`its mode is ${mode.toString(8)}`);
  });

  it('that a crash left empty is told as such, with the file to delete', () => {
    const path = storePath();
    writeFileSync(`${path}.token`, '', { mode: 0o600 });

    expect(() => tokenFor(path)).toThrow(`${path}.token`);
    expect(() => tokenFor(path)).toThrow(/delete/);
  });
});

describe('the API on this machine', () => {
  it('answers on 127.0.0.1, and nothing but 503 before there is an API', async () => {
    const http = await serving(storePath());
    expect(http.url).toBe(`http://127.0.0.1:${http.port}`);

    expect((await fetch(http.url)).status).toBe(503);
    http.answerWith(HELLO);
    expect(await (await fetch(http.url)).text()).toBe('hello');
  });

  it('leaves its address beside the store once it can be asked, for its owner alone, and takes it away', async () => {
    const path = storePath();
    const http = await serving(path);
    expect(addressOf(path)).toBeUndefined();

    http.answerWith(HELLO);
    expect(addressOf(path)).toEqual({ url: http.url, tokenPath: `${path}.token`, pid: process.pid });
    expect(statSync(`${path}.serve.json`).mode & 0o777).toBe(0o600);

    await http.close();
    expect(addressOf(path)).toBeUndefined();
  });

  it('says which port is taken, and leaves no address', async () => {
    const path = storePath();
    const { port } = await serving(storePath());

    await expect(serveLocally(path, port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(existsSync(`${path}.serve.json`)).toBe(false);
  });

  it('ends at once, whoever is still connected', async () => {
    const http = await serving(storePath());
    const asked = Promise.withResolvers<void>();
    const never = new Promise<Response>(() => undefined);
    http.answerWith(
      new Hono().get('/', () => {
        asked.resolve();
        return never;
      }),
    );
    const answer = fetch(http.url);
    const cut = expect(answer).rejects.toThrow();
    await asked.promise;

    await http.close();
    await cut;
  });
});

describe('the address file', () => {
  it.each(['', '{', '[]', '{"url":5}', 'null'])('that says %j says nothing', (text) => {
    const path = storePath();
    writeFileSync(`${path}.serve.json`, text);

    expect(addressOf(path)).toBeUndefined();
    expect(readFileSync(`${path}.serve.json`, 'utf8')).toBe(text);
  });
});
