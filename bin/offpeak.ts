#!/usr/bin/env node
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Before anything of ours is loaded: what was compiled once is not compiled again. Half the time of a start, and 25 MB
// less, since Node then need not load what strips the types. In a folder of ours: whoever writes it runs code here.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'offpeak-compiled'));
const { offpeak } = await import('../shared/cli/offpeak.ts');
const { programs } = await import('../shared/runtime/programs.ts');
const { systemClock } = await import('../shared/runtime/system-clock.ts');

const { argv, stdout, stderr, env } = process;

const asked = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => asked.abort());

// Whoever read from us has gone (`offpeak history | head`): there is nobody left to tell.
for (const stream of [stdout, stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });

process.exitCode = await offpeak(argv.slice(2), {
  output: {
    stdout: (text) => stdout.write(text),
    stderr: (text) => stderr.write(text),
    isTTY: stdout.isTTY === true,
    columns: stdout.columns ?? 100,
    color: stdout.isTTY === true && env.NO_COLOR === undefined,
  },
  environment: env,
  programs,
  clock: systemClock,
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  readText: (path) => readFile(path, 'utf8'),
  unique: randomUUID,
  signal: asked.signal,
});
