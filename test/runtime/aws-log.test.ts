import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { makeAwsLog } from '../../shared/runtime/aws-log.ts';

describe('the log of a function', () => {
  it('says what, at its level, with the fields of the line and no others', () => {
    const lines: unknown[] = [];
    const log = makeAwsLog('settle', {
      info: (...line) => void lines.push(['info', ...line]),
      warn: (...line) => void lines.push(['warn', ...line]),
    });
    const more = { authorization: 'canary' };
    log.info({ what: 'settle', data: { closed: 1 }, ...more });
    log.warn({ runId: 'r1', what: 'settle failed', code: 'StoreUnavailable' });

    expect(lines).toEqual([
      ['info', 'settle', { data: { closed: 1 } }],
      ['warn', 'settle failed', { runId: 'r1', code: 'StoreUnavailable' }],
    ]);
  });

  it('is one line of JSON on standard output', async () => {
    const file = join(import.meta.dirname, '../../shared/runtime/aws-log.ts');
    const script = `import { makeAwsLog } from ${JSON.stringify(file)};
      makeAwsLog('due').info({ runId: 'r1', what: 'due', data: { waiting: 2 } });`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);

    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      level: 'INFO',
      message: 'due',
      service: 'due',
      runId: 'r1',
      data: { waiting: 2 },
    });
  });
});
