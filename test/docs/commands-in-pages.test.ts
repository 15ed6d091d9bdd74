import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Bench } from '../../shared/cli/command.ts';
import { fullName, makeCommandLine, withAllBelow } from '../../shared/cli/command-line.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PAGES = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT });

const unreachable = (): never => {
  throw new Error('a command line that is only read reaches nothing');
};

/** Reads command lines and carries none of them out. */
const BENCH: Bench = {
  surroundings: {
    output: { stdout: unreachable, stderr: unreachable, isTTY: false, columns: 100, color: false },
    environment: {},
    programs: {
      practice: unreachable,
      serve: unreachable,
      endpoint: unreachable,
      permissions: unreachable,
      testNotice: unreachable,
      channelFaults: unreachable,
      service: unreachable,
    },
    clock: { now: () => 0, sleepUntil: unreachable },
    zone: 'UTC',
    readText: unreachable,
    unique: unreachable,
    signal: new AbortController().signal,
  },
  conclude: async () => undefined,
};

/** In code spans, and in lines that begin with `npm run offpeak -- `, up to a remark after two spaces. */
function commandsOf(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const spans = [...text.matchAll(/`offpeak ([^`]+)`/g)].map(([, line = '']) => line);
  const typed = [...text.matchAll(/^ *npm run offpeak -- (.+?)(?: {2,}.*)?$/gm)].map(([, line = '']) => line);
  return [...new Set([...spans, ...typed])];
}

const NAMES = new Set([...withAllBelow(makeCommandLine(BENCH))].map(fullName));

/** A placeholder stands for one word, `account:<name>` included. */
const wordsOf = (line: string): string[] => line.replace(/<[^>]+>/g, 'word').split(' ');

it.each(PAGES.flatMap((page) => commandsOf(page).map((line) => [page, line])))(
  '%s: offpeak %s',
  async (_, line) => {
    if (NAMES.has(`offpeak ${line}`)) return;

    await expect(makeCommandLine(BENCH).parseAsync(wordsOf(line), { from: 'user' })).resolves.toBeDefined();
  },
);
