import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';

/** TLS in front of the local endpoint, under the vendor's own name. */
export interface VendorFront {
  readonly port: number;
  /** A file with the certificate that a client has to trust. */
  readonly certificate: string;
  close(): void;
}

/** Serves the endpoint at `port` as `host`, with a certificate made now and known to nobody else. */
export async function openVendorFront(host: string, port: number): Promise<VendorFront> {
  const folder = mkdtempSync(join(tmpdir(), 'offpeak-certificate-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  makeCertificate(host, key, certificate);
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (client) => {
    const endpoint = connect(port, '127.0.0.1');
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
  return {
    port: address.port,
    certificate,
    close() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeCertificate(host: string, key: string, certificate: string): void {
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
      `/CN=${host}`,
      '-addext',
      `subjectAltName=DNS:${host}`,
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`openssl req → ${made.error?.message ?? made.stderr}`);
}
