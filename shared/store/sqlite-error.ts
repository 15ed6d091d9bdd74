import { StoreUnavailable } from './errors.ts';

/** Tells what SQLite could not do, with its own words and number. */
export function unavailable(what: string, cause: unknown): StoreUnavailable {
  const words = cause instanceof Error ? cause.message : String(cause);
  const number = sqliteCode(cause);
  const suffix = number === undefined ? '' : ` (SQLite ${number})`;
  return new StoreUnavailable(`${what} → ${words}${suffix}`, { cause });
}

/** SQLite's own result number (https://sqlite.org/rescode.html), when an error has one. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}
