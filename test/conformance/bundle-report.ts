import { appendFileSync } from 'node:fs';
import type { FunctionUsage } from './deployed/sandboxes.ts';

type Line = readonly [name: string, usage: FunctionUsage];

/** Leaves what the bundles used for the end of the whole run: in the file that `run.ts` names, else on the screen. */
export function reportBundles(what: string, lines: readonly Line[]): void {
  const text = bundleText(what, lines);
  const file = process.env.OFFPEAK_BUNDLE_REPORT;
  if (file === undefined) process.stdout.write(text);
  else appendFileSync(file, text);
}

function bundleText(what: string, lines: readonly Line[]): string {
  const head = [what, 'processes', 'calls', 'loading ms', 'first ms', 'warm ms', 'most MB'];
  const rows = lines.map(
    ([
      name,
      { sandboxes, calls, loadingMilliseconds, firstMilliseconds, warmMilliseconds, mostMegabytes },
    ]) => [
      name,
      `${sandboxes}`,
      `${calls}`,
      loadingMilliseconds.toFixed(0),
      firstMilliseconds.toFixed(0),
      warmMilliseconds?.toFixed(1) ?? '–',
      mostMegabytes.toFixed(0),
    ],
  );
  return [head, ...rows]
    .map((row) => `${row.map((cell, at) => (at === 0 ? cell.padEnd(24) : cell.padStart(11))).join('')}\n`)
    .join('');
}
