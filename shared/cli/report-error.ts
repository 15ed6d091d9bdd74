import { UsageError } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

const DEEPEST_CAUSE = 8;

/**
 * Says on standard error what went wrong, in one sentence and without a stack trace, and how the command ends.
 * With `debug` the causes follow, each with its name and code.
 */
export function reportError(error: unknown, output: Output, debug: boolean): ExitCode {
  output.stderr(`offpeak: ${messageOf(error)}\n`);
  if (error instanceof UsageError && error.hint !== undefined) output.stderr(`${error.hint}\n`);
  if (debug) for (const line of causesOf(error)) output.stderr(`${line}\n`);
  return error instanceof UsageError ? EXIT.USAGE : EXIT.FAILED;
}

/** Without control characters: what somebody else wrote must not steer the terminal. */
function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `something that is not an error was thrown: ${String(thrown)}`;
  const message = thrown.message === '' ? thrown.name : thrown.message;
  return message.replace(/[^\P{Cc}\n]/gu, '');
}

function causesOf(error: unknown): readonly string[] {
  const lines: string[] = [];
  for (let cause = error; cause !== undefined && lines.length < DEEPEST_CAUSE; cause = causeOf(cause)) {
    const name = cause instanceof Error ? cause.name : typeof cause;
    lines.push(`  ${lines.length === 0 ? '' : 'caused by '}${name}${codeOf(cause)}: ${messageOf(cause)}`);
  }
  return lines;
}

const causeOf = (thrown: unknown): unknown => (thrown instanceof Error ? thrown.cause : undefined);

function codeOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? ` ${code}` : '';
}
