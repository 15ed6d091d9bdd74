import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { bundle } from '../infra/bundle.ts';
import { median, report } from './measure.ts';

/**
 * Init and first invocation of the functions that call the vendor, as they are deployed, against a handler on bare clients that
 * was bundled in the same way: each in a fresh Node, in turns, to the first answer of a DynamoDB on loopback. Node's own start is
 * left out. Promised: within 1.25 times. Run with `node bench/cold-start.ts`.
 */

const ROUNDS = 15;
const PROMISED = 1.25;
const FUNCTIONS = ['switch-over', 'poll-status'];

/** The time is told on a line of its own: what a function logs goes to the other two. */
const MEASURE = `
import { writeSync } from 'node:fs';
const began = performance.now();
const { handler } = await import(process.env.BUNDLE);
const input = { runId: 'none', execution: 'none' };
await handler(input, { getRemainingTimeInMillis: () => 60_000 }).catch((error) => {
  if (!error.message.includes('no such record')) throw error;
});
writeSync(3, String(performance.now() - began));`;

const directory = mkdtempSync(join(tmpdir(), 'offpeak-bench-'));
let asked = 0;
const server = createServer((_request, response) => {
  asked += 1;
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end('{"Items":[],"Count":0,"ScannedCount":0}');
});

/** Milliseconds from before the import to the end of the first invocation. Throws where that ended in another way than it must. */
async function firstInvocation(name: string, dynamodb: string): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', MEASURE], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env: {
      BUNDLE: join(directory, name, 'index.mjs'),
      OFFPEAK_DEPLOYMENT: 'bench',
      OFFPEAK_TABLE: 'offpeak',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    },
  });
  const told = child.stdio[3];
  if (!(told instanceof Readable)) throw new Error(`invoke ${name} → it has no line to tell its time on`);
  const [took] = await Promise.all([text(told), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`invoke ${name} → ended with ${child.exitCode}`);
  return Number(took);
}

try {
  bundle(
    {
      'bare/index': 'bench/bare-clients.ts',
      ...Object.fromEntries(FUNCTIONS.map((name) => [`${name}/index`, `functions/${name}.ts`])),
    },
    directory,
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listen on loopback → no port');

  const names = ['bare', ...FUNCTIONS];
  const took = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) {
      took.get(name)?.push(await firstInvocation(name, `http://127.0.0.1:${address.port}`));
    }
  }
  if (asked !== ROUNDS * names.length) throw new Error(`${asked} questions reached DynamoDB`);
  const [floor = Number.NaN, ...ours] = names.map((name) => median(took.get(name) ?? []));
  report([
    ['rival: bare clients', `${floor.toFixed(0)} ms`, `median of ${ROUNDS}`],
    ...ours.map((took, index): [string, string, string] => {
      const ratio = took / floor;
      const kept = ratio <= PROMISED ? 'kept' : 'BROKEN';
      return [
        FUNCTIONS[index] ?? '',
        `${took.toFixed(0)} ms`,
        `${ratio.toFixed(2)} times the rival; promised ≤ ${PROMISED}: ${kept}`,
      ];
    }),
  ]);
} finally {
  server.close();
  server.closeAllConnections();
  rmSync(directory, { recursive: true });
}
