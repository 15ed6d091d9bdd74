import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, normalize, sep } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** One thing that a file takes in. */
export interface Import {
  /** A path from the root (`shared/time/clock.ts`) or a package (`zod/mini`). */
  readonly what: string;
  /** True where nothing of it is left once the types are gone. */
  readonly typesOnly: boolean;
  readonly names: readonly string[];
}

/** A file of the repository as the rules see it. */
export interface Source {
  /** From the root, with slashes. */
  readonly path: string;
  /** Without comments, for they may name what the code must not do. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** Paths of the TypeScript files below a folder of the root. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll(sep, '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'));

export const readSource = (path: string): Source => sourceOf(path, readFileSync(join(ROOT, path), 'utf8'));

/** Reads a file's text as if it lay at that path. */
export function sourceOf(path: string, text: string): Source {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/ .*$/gm, '$1');
  return { path, code, imports: importsIn(path, code) };
}

const STATEMENT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?([\w*\s{},$]*?)\s*from\s*['"]([^'"]+)['"]|(?:^|[\s(])import\s*\(?\s*['"]([^'"]+)['"]/g;

function importsIn(path: string, code: string): readonly Import[] {
  return [...code.matchAll(STATEMENT)].map(([, type, clause = '', from, bare]) => {
    const specifier = from ?? bare ?? '';
    const listed = (/\{([\s\S]*)\}/.exec(clause)?.[1] ?? clause).split(',').map((name) => name.trim());
    const names = listed.filter((name) => name !== '');
    const onlyTypes = names.length > 0 && names.every((name) => name.startsWith('type '));
    return {
      what: specifier.startsWith('.')
        ? normalize(join(dirname(path), specifier)).replaceAll(sep, '/')
        : specifier,
      typesOnly: type !== undefined || onlyTypes,
      names,
    };
  });
}

/** Whether a file does anything: once its types are gone, some function is left. */
export const hasBehaviour = ({ code }: Source): boolean =>
  /=>|\bfunction\b|\bclass\b/.test(stripTypeScriptTypes(code));
