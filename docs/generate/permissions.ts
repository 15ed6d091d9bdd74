import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { offpeak } from '../../shared/cli/offpeak.ts';
import { readSeed } from '../../shared/local-volcengine/seed.ts';
import { startPracticeEndpoint } from '../../shared/runtime/practice-endpoint.ts';
import { programs } from '../../shared/runtime/programs.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const KEY = { accessKeyId: 'AKLTEXAMPLE', secretKey: 'of-the-example' };

/** What `accounts check` prints of a key with the observe policy, for an account that is to switch. Request ids are cut out. */
export async function permissionsOutput(): Promise<string> {
  const example = readSeed(readFileSync(join(EXAMPLES, 'practice.endpoint.yaml'), 'utf8'), 'example');
  const { endpoint, close } = await startPracticeEndpoint({
    clock: systemClock,
    port: 0,
    random: Math.random,
    seed: {
      ...example,
      credentials: [
        {
          ...KEY,
          actions: [
            'DescribeDBInstances',
            'DescribeDBInstanceDetail',
            'DescribeDBInstanceShards',
            'DescribePlannedEvents',
            'DescribeTasks',
          ],
        },
      ],
    },
  });
  try {
    return await outputOf(endpoint.url);
  } finally {
    await close();
  }
}

async function outputOf(url: string): Promise<string> {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  await offpeak(['accounts', 'check', '--plan', 'plan.yaml', '--probe-switchover', '--endpoint', url], {
    output: { stdout: write, stderr: write, isTTY: false, columns: 100, color: false },
    environment: {
      OFFPEAK_LANGUAGE: 'en',
      OFFPEAK_PRACTICE_ACCESSKEY: KEY.accessKeyId,
      OFFPEAK_PRACTICE_SECRETKEY: KEY.secretKey,
    },
    programs,
    clock: systemClock,
    zone: 'UTC',
    readText: async () => readFileSync(join(EXAMPLES, 'practice.plan.yaml'), 'utf8'),
    unique: randomUUID,
    signal: new AbortController().signal,
  });
  return written
    .join('')
    .trimEnd()
    .replace(/request id \w+/g, 'request id …');
}
