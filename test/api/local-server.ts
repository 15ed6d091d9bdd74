import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { makeApi } from '../../shared/api/api.ts';
import { localGuard } from '../../shared/api/local-guard.ts';
import type { Ports } from '../../shared/steps/ports.ts';

export const TOKEN = 'a-token-that-nobody-guesses';

/** The API on a free port of 127.0.0.1, behind its local guard. */
export interface LocalServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
}

export async function serveLocally(ports: Ports): Promise<LocalServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = addressOf(server.address());
  const api = makeApi({ ports, caller: () => 'local', guard: localGuard({ token: TOKEN, port }) });
  server.on('request', getRequestListener(api.fetch, { overrideGlobalObjects: false }));
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new TypeError(`listen → ${address}, not a port`);
  return address;
}
