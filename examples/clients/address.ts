import { connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/**
 * An address that moves, as the one of an instance does: it listens on 127.0.0.1 and leads to a port of this machine.
 *
 *   node examples/clients/address.ts 7000 7001
 *
 * A port that is typed moves it there and cuts every connection. `keep` before the port leaves open ones where they are, as a
 * proxy does that nobody told.
 */

const [listen, target] = process.argv.slice(2).map(Number);
if (!Number.isInteger(listen) || !Number.isInteger(target)) {
  process.stderr.write('Say two ports: the one to listen on, and the one to lead to.\n');
  process.exit(2);
}

let leadsTo = target;
const open = new Set<Socket>();
const say = (line: string) => process.stdout.write(`${line}\n`);

const server = createServer((client) => {
  const redis = connect(leadsTo ?? 0, '127.0.0.1');
  const pair = [client, redis];
  for (const socket of pair) {
    open.add(socket);
    socket.on('error', () => pair.forEach((one) => void one.destroy()));
    socket.on('close', () => {
      open.delete(socket);
      for (const one of pair) one.destroy();
    });
  }
  client.pipe(redis).pipe(client);
});

server.listen(listen, '127.0.0.1', () => {
  const address = server.address();
  say(`127.0.0.1:${typeof address === 'object' ? address?.port : address} leads to ${leadsTo}`);
});

const typed = createInterface({ input: process.stdin });
typed.on('line', (line) => {
  const [, keep, port] = /^(keep )?(\d{1,5})$/.exec(line.trim()) ?? [];
  if (port === undefined) {
    say('Type a port, or keep and a port.');
    return;
  }
  leadsTo = Number(port);
  const cut = keep === undefined ? open.size / 2 : 0;
  if (keep === undefined) for (const socket of open) socket.destroy();
  say(`leads to ${leadsTo}; connections cut: ${cut}, kept: ${keep === undefined ? 0 : open.size / 2}`);
});
typed.on('close', () => process.exit(0));
