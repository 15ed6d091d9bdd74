import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Missing } from './dynamodb-local.ts';

/** What is installed, exactly: what judges must not change by itself. */
const TOOLS = ['cfn-lint==1.58.0', 'moto[server]==5.2.5'] as const;
const FOLDER = `python-${TOOLS.join('-').replace(/[^\w.]+/g, '-')}`;
const OLDEST_PYTHON = [3, 10] as const;
const INSTALL_LIMIT = 600_000;

/** The folder of the installed programs. */
export interface PythonTools {
  readonly programs: string;
}

/** Makes sure that cfn-lint and moto lie in an environment of their own under `cache`, by pip if they do not yet. */
export function installPythonTools(cache: string): PythonTools | Missing {
  const folder = join(cache, FOLDER);
  const programs = join(folder, 'bin');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return { programs };
  const [major, minor] = OLDEST_PYTHON;
  const asked = spawnSync('python3', [
    '-c',
    `import sys, venv, ensurepip; sys.exit(sys.version_info < (${major}, ${minor}))`,
  ]);
  if (asked.status !== 0) return { missing: `needs Python ${major}.${minor} or newer, with venv` };
  rmSync(folder, { recursive: true, force: true });
  const made = spawnSync('python3', ['-m', 'venv', folder], { encoding: 'utf8', timeout: INSTALL_LIMIT });
  if (made.status !== 0) return { missing: 'needs a Python that can make an environment' };
  const pip = [
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--log',
    join(folder, 'pip.log'),
    ...TOOLS,
  ];
  const installed = spawnSync(join(programs, 'pip'), pip, { encoding: 'utf8', timeout: INSTALL_LIMIT });
  if (installed.status !== 0) return { missing: 'pip could not install' };
  renameSync(join(folder, 'pip.log'), complete);
  return { programs };
}
