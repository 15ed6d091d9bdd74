import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STORE } from '../e2e/running.ts';
import { SECRET } from './estate.ts';
import type { Violation } from './judge.ts';

/** A canary: practice reads no credentials from the shell, so this one may be nowhere. */
export const SHELL_SECRET = 'canary-of-the-shell-8d1f0b';

const SIGNATURE = /Signature=[0-9a-f]{8}/;

/**
 * Looks for the secret that the service signs with, the one in its shell, the API's bearer token and any signature, in
 * texts that were said and in every byte of the store as it lies there now.
 */
export function searchForSecrets(
  {
    folder,
    tally,
  }: { readonly folder: string; readonly tally: { searched: number; readonly violations: Violation[] } },
  said: readonly string[],
): void {
  const read = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'latin1') : '';
  const token = read(`${STORE}.token`).trim();
  const secrets = [SECRET, SHELL_SECRET, ...(token === '' ? [] : [token])];
  for (const text of [...said, read(STORE), read(`${STORE}-wal`), read(`${STORE}.serve.json`)]) {
    tally.searched += 1;
    const leaked = secrets.some((secret) => text.includes(secret)) || SIGNATURE.test(text);
    if (leaked) tally.violations.push({ wrong: 'a secret or a signature was said or stored' });
  }
}
