import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definition } from '../../shared/workflow/definition.ts';
import { STEP_FUNCTIONS, substitutionOf } from '../../shared/workflow/names.ts';

describe.each(Object.entries(STEP_FUNCTIONS))('%s', (step, { file, ...timeouts }) => {
  it('is a state of the definition, behind a function of its own', () => {
    expect(Object.keys(definition.States)).toContain(step);
    expect(existsSync(join(import.meta.dirname, '..', '..', 'functions', `${file}.ts`))).toBe(true);
  });

  it('ends its function before its state gives it up', () => {
    expect(timeouts.functionTimeoutSeconds).toBeLessThan(timeouts.stateTimeoutSeconds);
  });
});

it('each function has a name of its own in the definition', () => {
  expect(substitutionOf('SwitchOver')).toBe('SwitchOverFunction');
  expect(JSON.stringify(definition)).toContain('${SwitchOverFunction}');
});
