import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { FUNCTION_NAMES, type FunctionName } from './function-names.ts';

const ROOT = join(import.meta.dirname, '..');

/**
 * How a function becomes one file: our code and the parts of the SDK that it uses, no node_modules beside it.
 *
 * `mainFields` prefers ES modules, which esbuild can shake; the banner gives bundled CommonJS its `require`.
 */
const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
  outExtension: { '.js': '.mjs' },
  // The switch that Node's own build of undici sets: leaves out its second, experimental HTTP parser (180 KB).
  define: { esbuildDetection: '1' },
  // A function has its role's credentials in its environment, and looks for no others.
  alias: { '@aws-sdk/credential-provider-node': join(ROOT, 'shared', 'runtime', 'lambda-credentials.ts') },
  banner: {
    js: "import{createRequire as offpeakRequire}from'node:module';const require=offpeakRequire(import.meta.url);",
  },
} as const satisfies BuildOptions;

/** Bundles files of ours, named from the root, each to `<directory>/<its name here>.mjs`, in one go: what they share is read once. */
export const bundle = (files: Readonly<Record<string, string>>, directory: string): Metafile =>
  buildSync({ ...OPTIONS, entryPoints: { ...files }, outdir: directory, metafile: true }).metafile;

/** Bundles every function to `<directory>/<function>/index.mjs`. */
export const bundleFunctions = (directory: string): Metafile =>
  bundle(
    Object.fromEntries(FUNCTION_NAMES.map((name) => [`${name}/index`, `functions/${name}.ts`])),
    directory,
  );

/** The code of one function. Tests put a fake in its place, so that asking about a template bundles nothing. */
export type CodeOf = (name: FunctionName) => Code;

/** Bundles now, and gives each function its code. The bundles vanish when the process ends; the CDK has copied them by then. */
export function bundledCode(): CodeOf {
  const directory = mkdtempSync(join(tmpdir(), 'offpeak-functions-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  bundleFunctions(directory);
  return (name) => Code.fromAsset(join(directory, name));
}
