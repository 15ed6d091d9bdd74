import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.ts';
import { readFireReport } from './fire-report.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Runs what no quick test can show: the stores against AWS's own DynamoDB Local, and what takes real time. */
async function run(): Promise<number> {
  const reports = mkdtempSync(join(tmpdir(), 'offpeak-conformance-'));
  try {
    const onDynamoDb = await runOnDynamoDb(join(reports, 'fire'));
    const onRealClocks = await runTests(join('test', 'e2e', 'vitest.config.ts'), {});
    process.stdout.write(readFireReport(join(reports, 'fire')));
    return Math.max(onDynamoDb, onRealClocks);
  } finally {
    rmSync(reports, { recursive: true });
  }
}

/** Runs the contract of the stores against DynamoDB Local, and all that is under fire. Says what it skipped where it cannot. */
async function runOnDynamoDb(fireReport: string): Promise<number> {
  const installed = installDynamoDbLocal(join(ROOT, 'node_modules', '.cache', 'offpeak'));
  if ('missing' in installed) {
    process.stdout.write(
      `Skipped: the store contract on DynamoDB Local, and DynamoDB under fire, which ${installed.missing}.\n`,
    );
    return 0;
  }
  const server = await startDynamoDbLocal(installed.jars);
  try {
    return await runTests(join('test', 'conformance', 'vitest.config.ts'), {
      OFFPEAK_DYNAMODB_ENDPOINT: server.endpoint,
      OFFPEAK_FIRE_REPORT: fireReport,
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
