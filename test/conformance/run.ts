import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { installDynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Runs what no quick test can show: the stores against AWS's own DynamoDB Local, and what takes real time. */
async function run(): Promise<number> {
  const onDynamoDb = await runContract();
  const onRealClocks = await runTests(join('test', 'e2e', 'vitest.config.ts'), {});
  return Math.max(onDynamoDb, onRealClocks);
}

/** Runs the contract suite of the stores against DynamoDB Local. Says what it skipped where it cannot. */
async function runContract(): Promise<number> {
  const installed = installDynamoDbLocal(join(ROOT, 'node_modules', '.cache', 'offpeak'));
  if ('missing' in installed) {
    process.stdout.write(`Skipped: the store contract on DynamoDB Local, which ${installed.missing}.\n`);
    return 0;
  }
  const server = await startDynamoDbLocal(installed.jars);
  try {
    return await runTests(join('test', 'conformance', 'vitest.config.ts'), {
      OFFPEAK_DYNAMODB_ENDPOINT: server.endpoint,
    });
  } finally {
    await server.stop();
  }
}

async function runTests(config: string, environment: Readonly<Record<string, string>>): Promise<number> {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const tests = spawn(process.execPath, [vitest, 'run', '--config', config], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const [status] = await once(tests, 'exit');
  return status === 0 ? 0 : 1;
}

process.exitCode = await run();
