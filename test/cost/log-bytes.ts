import { Logger, type LogItem } from '@aws-lambda-powertools/logger';
import { makeAwsLog } from '../../shared/runtime/aws-log.ts';
import type { LogLine } from '../../shared/steps/ports.ts';

/** What CloudWatch Logs adds to each event (API reference, PutLogEvents). */
const OVERHEAD_OF_AN_EVENT = 26;

const ID = '8f5a1c3e-0000-4000-8000-000000000000';

/** What the platform itself writes around a call (Lambda Developer Guide, nodejs-logging). */
const AROUND_A_CALL = [
  `START RequestId: ${ID} Version: $LATEST\n`,
  `END RequestId: ${ID}\n`,
  `REPORT RequestId: ${ID}\tDuration: 12345.67 ms\tBilled Duration: 12346 ms\tMemory Size: 256 MB\tMax Memory Used: 100 MB\tInit Duration: 1234.56 ms\t\n`,
];

class WeighingLogger extends Logger {
  bytes = 0;

  protected override printLog(_level: number, item: LogItem): void {
    this.bytes += Buffer.byteLength(`${JSON.stringify(item.getAttributes())}\n`) + OVERHEAD_OF_AN_EVENT;
  }
}

/** Bytes that lines come to in the log group, as the functions' own logger writes them. */
export function bytesOfLines(lines: readonly LogLine[]): number {
  const logger = new WeighingLogger({ serviceName: 'record-outcome' });
  const log = makeAwsLog('record-outcome', logger);
  for (const line of lines) log.info(line);
  return logger.bytes;
}

/** Bytes that the platform writes around one call. */
export const BYTES_AROUND_A_CALL = AROUND_A_CALL.reduce(
  (sum, line) => sum + Buffer.byteLength(line) + OVERHEAD_OF_AN_EVENT,
  0,
);
