import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The version of AWS's own DynamoDB Local that the contract is checked against. */
const VERSION = '2.6.1';
const OLDEST_JAVA = 17;
const INSTALL_LIMIT = 600_000;
const START_ATTEMPTS = 300;

const POM = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>offpeak</groupId>
  <artifactId>conformance</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>com.amazonaws</groupId>
      <artifactId>DynamoDBLocal</artifactId>
      <version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

/** Why DynamoDB Local cannot be had on this machine: no fault of ours, so it is a value. */
export interface Missing {
  readonly missing: string;
}

/** Makes sure that DynamoDB Local lies in a folder under `cache`, by Maven if it does not yet. */
export function installDynamoDbLocal(cache: string): { readonly jars: string } | Missing {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const major = Number(/version "(\d+)/.exec(java.stderr ?? '')?.[1]);
  if (!(major >= OLDEST_JAVA)) return { missing: `needs Java ${OLDEST_JAVA} or newer` };
  const folder = join(cache, `dynamodb-local-${VERSION}`);
  const jars = join(folder, 'jars');
  if (existsSync(jars)) return { jars };
  const arriving = join(folder, 'arriving');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'pom.xml'), POM);
  const copy = ['-B', '-q', 'dependency:copy-dependencies', '-DincludeScope=runtime'];
  const maven = spawnSync('mvn', [...copy, `-DoutputDirectory=${arriving}`], {
    cwd: folder,
    timeout: INSTALL_LIMIT,
    encoding: 'utf8',
  });
  if (maven.error !== undefined) return { missing: `needs Maven (${maven.error.message})` };
  if (maven.status !== 0) return { missing: 'Maven could not install' };
  renameSync(arriving, jars);
  return { jars };
}

/** Starts DynamoDB Local in memory on a free port. @throws when it does not come up. */
export async function startDynamoDbLocal(jars: string): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const port = await freePort();
  const main = 'com.amazonaws.services.dynamodbv2.local.main.ServerRunner';
  const server = spawn(
    'java',
    [
      `-Djava.library.path=${jars}`,
      '-cp',
      [join(jars, '*')].join(delimiter),
      main,
      '-inMemory',
      // One set of tables, whatever region and key a client signs with.
      '-sharedDb',
      '-port',
      `${port}`,
    ],
    // It leaves a file in the folder it is started from.
    { stdio: 'ignore', cwd: jars },
  );
  await listening(server, port);
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => end(server) };
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = once(server, 'exit');
  server.kill();
  await ended;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function listening(server: ChildProcess, port: number): Promise<void> {
  for (let attempt = 0; attempt < START_ATTEMPTS && server.exitCode === null; attempt++) {
    if (await answers(port)) return;
    await sleep(100);
  }
  await end(server);
  throw new Error(`DynamoDB Local did not come up on port ${port}`);
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false; // Not yet.
  } finally {
    socket.destroy();
  }
}
