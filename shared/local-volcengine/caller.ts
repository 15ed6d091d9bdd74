import type { Signed } from './signature-life.ts';

/** Who calls, as the signature proves it; in the simulation as the caller says. */
export interface Caller extends Signed {
  readonly accessKeyId: string;
  /** The region of the credential scope. */
  readonly region: string;
}

/** Enough of an access key id to tell callers apart in a log. */
export function callerPrefix(accessKeyId: string): string {
  return accessKeyId.slice(0, 8);
}
