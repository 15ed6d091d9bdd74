import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { freePort } from '../dynamodb-local.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const CDK = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const START_ATTEMPTS = 600;

/** A moto server, and the environment in which a command takes it for AWS. */
export interface Moto {
  /** What its CloudFormation said that it does not make. */
  notMade(): readonly string[];
  /** Runs the CDK's command line against it. Throws what it said when it fails. */
  cdk(...words: readonly string[]): void;
  /** Everything of these stacks, as each service shows it. */
  readBack(...stacks: readonly string[]): readonly MadeResource[];
  stop(): Promise<void>;
}

const madeSchema = z.object({
  stack: z.string(),
  id: z.string(),
  type: z.string(),
  physical: z.string(),
  shown: z.record(z.string(), z.unknown()).optional(),
});

/** A resource as it was made: absent `shown` is a kind that is not read back. */
export type MadeResource = z.infer<typeof madeSchema>;

/** Starts a moto server on a free port, out of the environment that was installed for it. */
export async function startMoto(programs: string): Promise<Moto> {
  const port = await freePort();
  // By this name it finds templates in its own buckets; by a number it would not.
  const endpoint = `http://localhost:${port}`;
  const environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    CI: 'true',
  };
  const folder = mkdtempSync(join(tmpdir(), 'offpeak-moto-'));
  // A file and no pipe: nobody would empty one while a command runs.
  const log = join(folder, 'log');
  const server = spawn(join(programs, 'moto_server'), ['-H', '127.0.0.1', '-p', `${port}`], {
    stdio: ['ignore', openSync(log, 'a'), openSync(log, 'a')],
  });
  const ended = once(server, 'exit');
  for (let attempt = 0; attempt < START_ATTEMPTS && !(await answers(endpoint)); attempt += 1)
    await sleep(100);
  return {
    notMade: () =>
      [
        ...new Set(
          readFileSync(log, 'utf8').match(/(?<=No Moto CloudFormation support for )AWS::[\w:]+/g) ?? [],
        ),
      ].sort(),
    cdk(...words) {
      const ran = spawnSync(process.execPath, [CDK, ...words], {
        cwd: ROOT,
        encoding: 'utf8',
        env: environment,
      });
      if (ran.status !== 0)
        throw new Error(`cdk ${words[0]} → ended with ${ran.status}\n${ran.stdout}\n${ran.stderr}`);
    },
    readBack(...stacks) {
      const script = join(import.meta.dirname, 'read_back.py');
      const read = spawnSync(join(programs, 'python'), [script, ...stacks], {
        encoding: 'utf8',
        env: environment,
      });
      if (read.status !== 0) throw new Error(`read back → ${read.stderr}`);
      return z.array(madeSchema).parse(JSON.parse(read.stdout));
    },
    async stop() {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/moto-api/data.json`)).ok;
  } catch {
    return false; // Not yet.
  }
}

/** What moto does not make, or makes without an ARN: whatever names one of these by its ARN could not be made either. */
const WITHOUT_ARN: ReadonlySet<string> = new Set(['AWS::Scheduler::ScheduleGroup', 'AWS::CloudWatch::Alarm']);

/**
 * A copy of an assembly as moto can make it: without the protection of a stack against its own deletion, for which moto knows
 * no call, and with a name of its own in the place of an ARN that moto does not have.
 */
export function asMotoCanMakeIt(assembly: string, copy: string): string {
  cpSync(assembly, copy, { recursive: true });
  const manifest = join(copy, 'manifest.json');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replaceAll('"terminationProtection": true', '"terminationProtection": false'));
  for (const name of readdirSync(copy).filter((file) => file.endsWith('.template.json'))) {
    const path = join(copy, name);
    writeFileSync(path, withoutArns(readFileSync(path, 'utf8')));
  }
  return copy;
}

const templateSchema = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string() })),
});
const arnSchema = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });

function withoutArns(template: string): string {
  const { Resources } = templateSchema.parse(JSON.parse(template));
  return JSON.stringify(
    JSON.parse(template, (_key, value: unknown) => {
      const read = arnSchema.safeParse(value);
      const id = read.success ? read.data['Fn::GetAtt'][0] : '';
      return WITHOUT_ARN.has(Resources[id]?.Type ?? '')
        ? `arn:aws:not-made:us-east-1:123456789012:${id}`
        : value;
    }),
  );
}
