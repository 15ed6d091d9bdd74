import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type SynthesisedApp, synthesiseApp, synthesiseAssembly } from './deployed/assembly.ts';
import { VARIANTS } from './deployed/variants.ts';
import type { PythonTools } from './python-tools.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const EXAMPLES = ['examples/user-schedule/template.yaml'];
const EXAMPLE_APP = 'examples/cdk/app.ts';

/** Codes of cfn-lint's faults; warnings and remarks have others. */
const FAULTS_ONLY = ['--non-zero-exit-code', 'error'];

export interface Linted {
  readonly templates: number;
  readonly clean: boolean;
  /** As cfn-lint tells it. */
  readonly told: string;
}

/** Lets cfn-lint judge every template: both stacks with every variant of the settings, and those of the examples. */
export function lintTemplates({ programs }: PythonTools): Linted {
  const folder = mkdtempSync(join(tmpdir(), 'offpeak-templates-'));
  try {
    const files = [
      ...Object.values(VARIANTS).flatMap((settings) => filledCopies(synthesiseAssembly(settings), folder)),
      ...filledCopies(synthesiseApp(EXAMPLE_APP), folder),
      ...EXAMPLES.map((file) => join(ROOT, file)),
    ];
    const regions = ['--regions', 'us-east-1'];
    const linted = spawnSync(join(programs, 'cfn-lint'), [...FAULTS_ONLY, ...regions, '--', ...files], {
      encoding: 'utf8',
    });
    const faults = linted.stdout.split('\n\n').filter((told) => told.startsWith('E'));
    return {
      templates: files.length,
      clean: linted.status === 0 && faults.length === 0,
      told: linted.status === 0 ? '' : linted.error?.message || linted.stderr || faults.join('\n\n'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function filledCopies(app: SynthesisedApp, folder: string): readonly string[] {
  const copies = app.files.map((file) => filledCopy(file, join(folder, basename(file))));
  app.remove();
  return copies;
}

/** CloudFormation fills the partition into the definition before anybody reads it; cfn-lint's rule for definitions does not. */
function filledCopy(file: string, copy: string): string {
  writeFileSync(copy, readFileSync(file, 'utf8').replaceAll('arn:${Partition}:states', 'arn:aws:states'));
  return copy;
}
