import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commandsPage } from '../../shared/cli/commands-page.ts';
import { makeStage } from './stage.ts';

it('docs/commands.md is what the commands say of themselves (node docs/generate-commands.ts)', async () => {
  const page = readFileSync(new URL('../../docs/commands.md', import.meta.url), 'utf8');

  expect(await commandsPage(makeStage().surroundings)).toBe(page);
});
