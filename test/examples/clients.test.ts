import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const REHEARSAL = join(ROOT, 'examples/clients/rehearsal.sh');

/** Says its name to whoever connects, and keeps the connection. */
async function named(name: string): Promise<Server & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).write(name);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(server, {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address.port;
}

async function dial(port: number): Promise<{ readonly socket: Socket; readonly heard: string }> {
  const socket = connect(port, '127.0.0.1');
  const [heard] = await once(socket, 'data');
  return { socket, heard: String(heard) };
}

describe('the address that moves', () => {
  /** The process, and what it says, a line at a time. */
  function start(target: number): ChildProcess & { readonly line: () => Promise<string> } {
    const child = spawn(process.execPath, ['examples/clients/address.ts', '0', String(target)], {
      cwd: ROOT,
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return Object.assign(child, { line: async () => String((await lines.next()).value) });
  }

  it('cuts every connection and leads elsewhere, or keeps the open ones where they are', async () => {
    await using first = await named('first');
    await using second = await named('second');
    const address = start(portOf(first));
    const port = Number(/:(\d+) /.exec(await address.line())?.[1]);
    const kept = await dial(port);

    address.stdin?.write(`keep ${portOf(second)}\n`);
    expect(await address.line()).toBe(`leads to ${portOf(second)}; connections cut: 0, kept: 1`);
    const moved = await dial(port);
    expect([kept.heard, moved.heard, kept.socket.destroyed]).toEqual(['first', 'second', false]);

    const cut = Promise.all([kept, moved].map(({ socket }) => once(socket, 'close')));
    address.stdin?.write(`${portOf(first)}\n`);
    expect(await address.line()).toBe(`leads to ${portOf(first)}; connections cut: 2, kept: 0`);
    await cut;
    address.stdin?.end();
    expect(await once(address, 'exit')).toEqual([0, null]);
  });

  it('says what it wants', () => {
    const { status, stderr } = spawnSync(process.execPath, ['examples/clients/address.ts'], { cwd: ROOT });

    expect([status, String(stderr)]).toEqual([
      2,
      'Say two ports: the one to listen on, and the one to lead to.\n',
    ]);
  });
});

const redis = spawnSync('redis-server', ['--version']);
const has7 = /v=7\.0\./.test(String(redis.stdout));
if (!has7) process.stdout.write('Skipped here: the rehearsal of docs/clients.md (needs redis-server 7.0).\n');

describe.runIf(has7)('the rehearsal on two Redis servers', () => {
  it('says what docs/clients.md shows', async () => {
    const servers = await Promise.all([named('a'), named('b')]);
    const ports = servers.map((server) => String(portOf(server)));
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));

    const { stdout } = await promisify(execFile)(REHEARSAL, ports, { timeout: 60_000 });

    expect(readFileSync(join(ROOT, 'docs/clients.md'), 'utf8')).toContain(`\`\`\`text\n${stdout}\`\`\`\n`);
  });
});
