import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandsPage } from '../shared/cli/commands-page.ts';
import { programs } from '../shared/runtime/programs.ts';
import { systemClock } from '../shared/runtime/system-clock.ts';

const page = await commandsPage({
  environment: {},
  programs,
  clock: systemClock,
  zone: 'UTC',
  readText: (path) => readFile(path, 'utf8'),
  unique: randomUUID,
  signal: new AbortController().signal,
});
await writeFile(join(import.meta.dirname, 'commands.md'), page);
