import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type Template, templateSchema } from './template.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** A cloud assembly in a folder of its own, as `cdk synth` leaves it: templates, and assets with the built bundles. */
export interface SynthesisedApp {
  readonly folder: string;
  /** The templates' files. */
  readonly files: readonly string[];
  remove(): void;
}

/** The same of a deployment of ours. */
export interface Assembly extends SynthesisedApp {
  readonly data: Template;
  readonly service: Template;
}

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.object({ templateFile: z.string() }).partial().optional() }),
  ),
});

/** Synthesises the app in a process of its own, with a deployment's settings over those of `cdk.json`. */
export function synthesiseAssembly(settings: Readonly<Record<string, unknown>>): Assembly {
  const { context } = z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')));
  const offpeak = { ...z.record(z.string(), z.unknown()).parse(context.offpeak), ...settings };
  const app = synthesiseApp(join('infra', 'app.ts'), { ...context, offpeak });
  const read = (part: string): Template => {
    const file = app.files.find((path) => path.includes(`-${part}.template`));
    if (file === undefined) throw new Error(`the assembly has no ${part} stack`);
    return templateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  };
  return { ...app, data: read('data'), service: read('service') };
}

/** Synthesises an app of this repository in a process of its own. Throws what it said when it fails. */
export function synthesiseApp(app: string, context: Readonly<Record<string, unknown>> = {}): SynthesisedApp {
  const folder = mkdtempSync(join(tmpdir(), 'offpeak-assembly-'));
  const synth = spawnSync(process.execPath, [join(ROOT, app)], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
  if (synth.status !== 0) throw new Error(`synth ${app} → ended with ${synth.status}\n${synth.stderr}`);
  const { artifacts } = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  return {
    folder,
    files: Object.values(artifacts).flatMap(({ type, properties }) =>
      type === 'aws:cloudformation:stack' && properties?.templateFile !== undefined
        ? [join(folder, properties.templateFile)]
        : [],
    ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
