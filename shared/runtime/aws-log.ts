import { Logger } from '@aws-lambda-powertools/logger';
import type { Log, LogLine } from '../steps/ports.ts';

/** A log of structured lines: JSON, one line each, with the function's name as its service. */
export function makeAwsLog(
  functionName: string,
  logger: Pick<Logger, 'info' | 'warn'> = new Logger({ serviceName: functionName }),
): Log {
  return {
    info: (line) => logger.info(line.what, { ...fieldsOf(line) }),
    warn: (line) => logger.warn(line.what, { ...fieldsOf(line) }),
  };
}

/** The sentence of a line is its message; nothing but the line's own fields goes along. */
const fieldsOf = ({ runId, code, data }: LogLine) => ({
  ...(runId !== undefined && { runId }),
  ...(code !== undefined && { code }),
  ...(data !== undefined && { data }),
});
