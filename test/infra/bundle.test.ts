import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../infra/bundle.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../infra/function-names.ts';

/** To the vendor, or to the channels on which people are told. */
const CALL_OUT: readonly FunctionName[] = [
  'check-window',
  'switch-over',
  'poll-status',
  'record-outcome',
  'settle',
];
/**
 * The most that each may weigh, minified, in KB: what was measured, and room for a tenth more (ADR 0025).
 *
 * Node parses all of it at each cold start. undici's HTTP/1.1 client is 307 KB of it, the DynamoDB client 197.
 */
const MOST_KILOBYTES: Readonly<Record<FunctionName, number>> = {
  'check-window': 850,
  'switch-over': 730,
  'poll-status': 715,
  'record-outcome': 850,
  due: 430,
  settle: 1_080,
  api: 980,
};
const directory = mkdtempSync(join(tmpdir(), 'offpeak-bundles-'));
let outputs: ReturnType<typeof bundleFunctions>['outputs'] = {};

beforeAll(() => {
  ({ outputs } = bundleFunctions(directory));
}, 60_000);
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

  it.each(FUNCTION_NAMES)('weighs no more than it may: %s', (name) => {
    const kilobytes = statSync(join(directory, name, 'index.mjs')).size / 1_000;

    process.stdout.write(`${name}: ${Math.round(kilobytes)} KB of ${MOST_KILOBYTES[name]}\n`);
    expect(kilobytes).toBeLessThanOrEqual(MOST_KILOBYTES[name]);
  });
});

describe.each(FUNCTION_NAMES)('the bundle of %s', (name) => {
  it('has the HTTP client and the secrets client only where it calls out', () => {
    const callsOut = CALL_OUT.includes(name);

    expect({
      undici: has(name, 'node_modules/undici/'),
      secrets: has(name, 'client-secrets-manager'),
    }).toEqual({
      undici: callsOut,
      secrets: callsOut,
    });
  });

  it('has of undici what sends a request over HTTP/1.1, and nothing else of it', () => {
    for (const part of ['index.js', 'lib/mock/', 'lib/interceptor/', 'lib/milo/', 'lib/web/fetch/index.js'])
      expect(has(name, `node_modules/undici/${part}`), part).toBe(false);
  });

  it("has its role's credentials, and no other way to any", () => {
    expect(has(name, 'shared/runtime/lambda-credentials.ts')).toBe(true);
    for (const part of ['credential-provider-ini', 'credential-provider-sso', 'nested-clients', '-imds'])
      expect(has(name, part), part).toBe(false);
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
