import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { serve as listen, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';
import * as z from 'zod/mini';

const ADDRESS = '127.0.0.1';

/** Where a running Offpeak can be asked, as its address file says. */
export interface ServiceAddress {
  readonly url: string;
  readonly tokenPath: string;
  readonly pid: number;
}

const addressSchema = z.object({ url: z.string(), tokenPath: z.string(), pid: z.number() });

/** Shorter ones are what a crash has left, never one of ours. */
const SHORTEST_TOKEN = 32;

const addressPathOf = (storePath: string) => `${storePath}.serve.json`;
const tokenPathOf = (storePath: string) => `${storePath}.token`;

/** The bearer token beside the store: made once, readable by its owner alone. Throws when others can read it, or when it is none. */
export function tokenFor(storePath: string): string {
  const path = tokenPathOf(storePath);
  if (!existsSync(path)) {
    const file = openSync(path, 'wx', 0o600);
    writeFileSync(file, randomBytes(32).toString('base64url'));
    closeSync(file);
  }
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    throw new Error(
      `read the token ${path} → its mode is ${mode.toString(8)}; it must be readable by its owner alone (chmod 600)`,
    );
  }
  const token = readFileSync(path, 'utf8').trim();
  if (token.length < SHORTEST_TOKEN) {
    throw new Error(`read the token ${path} → it holds none; delete the file, and the next start makes one`);
  }
  return token;
}

/**
 * The address of the process that serves this store, if its file says one. Whether it still lives is for the caller to
 * find out. A file that was not written to its end says none.
 */
export function addressOf(storePath: string): ServiceAddress | undefined {
  const path = addressPathOf(storePath);
  if (!existsSync(path)) return undefined;
  const read = addressSchema.safeParse(jsonOrNothing(readFileSync(path, 'utf8')));
  return read.success ? read.data : undefined;
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export interface LocalHttp {
  readonly url: string;
  readonly port: number;
  /** From now on `api` answers, and the address file tells the other commands where. Before, every answer is 503. */
  answerWith(api: Hono): void;
  /** Ends at once, whoever is still connected, and takes the address file away. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 and nowhere else. Rejects with the system's error when the port is taken; 0 takes any free one. */
export async function serveLocally(storePath: string, port: number): Promise<LocalHttp> {
  const present: { api?: Hono } = {};
  const { server, bound } = await bind(
    port,
    (request) => present.api?.fetch(request) ?? new Response(null, { status: 503 }),
  );
  const url = `http://${ADDRESS}:${bound}`;
  return {
    url,
    port: bound,
    answerWith(api) {
      const address: ServiceAddress = { url, tokenPath: tokenPathOf(storePath), pid: process.pid };
      writeFileSync(addressPathOf(storePath), JSON.stringify(address), { mode: 0o600 });
      present.api = api;
    },
    async close() {
      rmSync(addressPathOf(storePath), { force: true });
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      if ('closeAllConnections' in server) server.closeAllConnections();
      await promise;
    },
  };
}

async function bind(port: number, fetch: (request: Request) => Response | Promise<Response>) {
  const { promise, resolve, reject } = Promise.withResolvers<{ server: ServerType; bound: number }>();
  const server = listen({ fetch, hostname: ADDRESS, port }, (info) => resolve({ server, bound: info.port }));
  server.once('error', reject);
  return await promise;
}
