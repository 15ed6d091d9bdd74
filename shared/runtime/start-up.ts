import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Called once by a process that stays, when it has started: keeps what was compiled for the next start, however this
 * process ends, and gives back the memory that only the start needed (30 of 60 MB of heap).
 *
 * Node has no call for a collection without a flag; setting it this late is what its documentation of `v8` shows.
 */
export function settleIn(): void {
  flushCompileCache();
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
