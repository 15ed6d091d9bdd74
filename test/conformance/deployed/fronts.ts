import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';

/** TLS in front of what listens on this machine, under the services' own names. */
export interface Fronts {
  /** Where a connection to each host goes. */
  readonly ports: Readonly<Record<string, number>>;
  /** A file with the certificate that a client has to trust. */
  readonly certificate: string;
  close(): void;
}

/** Serves each endpoint, given as a URL on loopback, as the host of its name, with one certificate made now and known to nobody else. */
export async function openFronts(endpoints: Readonly<Record<string, string>>): Promise<Fronts> {
  const folder = mkdtempSync(join(tmpdir(), 'offpeak-certificate-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  makeCertificate(Object.keys(endpoints), key, certificate);
  const identity = { key: readFileSync(key), cert: readFileSync(certificate) };
  const opened = await Promise.all(
    Object.entries(endpoints).map(async ([host, url]) => ({
      host,
      ...(await openFront(identity, Number(new URL(url).port))),
    })),
  );
  return {
    ports: Object.fromEntries(opened.map(({ host, port }) => [host, port])),
    certificate,
    close() {
      for (const { server } of opened) server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openFront(identity: { readonly key: Buffer; readonly cert: Buffer }, to: number) {
  const server = createServer(identity, (client) => {
    const endpoint = connect(to, '127.0.0.1');
    client.pipe(endpoint);
    endpoint.pipe(client);
    // A connection that breaks on one side breaks on the other: a lost answer is lost for the client too.
    client.on('error', () => endpoint.destroy()).on('close', () => endpoint.destroy());
    endpoint.on('error', () => client.destroy()).on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');
  return { server, port: address.port };
}

function makeCertificate(hosts: readonly string[], key: string, certificate: string): void {
  const asked = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
  ];
  const made = spawnSync(
    'openssl',
    [
      ...asked,
      '-subj',
      '/CN=offpeak-conformance',
      '-addext',
      `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`,
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`openssl req → ${made.error?.message ?? made.stderr}`);
}
