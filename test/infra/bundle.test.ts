import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../infra/bundle.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../infra/function-names.ts';

const SPEAK_TO_THE_VENDOR: readonly FunctionName[] = ['check-window', 'switch-over', 'poll-status', 'settle'];
const directory = mkdtempSync(join(tmpdir(), 'offpeak-bundles-'));
let outputs: ReturnType<typeof bundleFunctions>['outputs'] = {};

beforeAll(() => {
  ({ outputs } = bundleFunctions(directory));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The packages and files of ours that are in a bundle. */
function partsOf(name: FunctionName): readonly string[] {
  const found = Object.entries(outputs).find(([path]) => path.endsWith(`/${name}/index.mjs`));
  return Object.keys(found?.[1].inputs ?? {});
}

const has = (name: FunctionName, part: string) => partsOf(name).some((path) => path.includes(part));

describe('the bundles', () => {
  it('are one file each, which Node loads with nothing beside it', () => {
    const script = `for (const name of ${JSON.stringify(FUNCTION_NAMES)})
      console.log(name, typeof (await import(\`./\${name}/index.mjs\`)).handler);`;
    const loaded = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: directory,
      env: {},
      encoding: 'utf8',
    });

    expect(loaded.trimEnd().split('\n')).toEqual(FUNCTION_NAMES.map((name) => `${name} function`));
  });

  it('are under 2 MB each, and say how much', () => {
    for (const name of FUNCTION_NAMES) {
      const { size } = statSync(join(directory, name, 'index.mjs'));
      process.stdout.write(`${name}: ${Math.round(size / 1_000)} KB\n`);
      expect(size).toBeLessThan(2_000_000);
    }
  });
});

describe.each(FUNCTION_NAMES)('the bundle of %s', (name) => {
  it('has the HTTP client and the secrets client only where the vendor is spoken to', () => {
    const speaks = SPEAK_TO_THE_VENDOR.includes(name);

    expect({
      undici: has(name, 'node_modules/undici/'),
      secrets: has(name, 'client-secrets-manager'),
    }).toEqual({
      undici: speaks,
      secrets: speaks,
    });
  });

  it('has nothing in it of practice or of development', () => {
    for (const part of [
      'local-volcengine',
      'shared/engine',
      'shared/cli',
      'aws-cdk',
      'shared/store/sqlite',
      '/test/',
    ])
      expect(has(name, part), part).toBe(false);
  });
});
