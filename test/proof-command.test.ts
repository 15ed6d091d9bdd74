import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { share, wholeNumber } from './proof-command.ts';

const ROOT = join(import.meta.dirname, '..');
const PROOFS = ['simulation/simulate', 'crashpoints/run', 'modelcheck/run', 'chaos/run', 'bad-inputs/run'];

describe.each(PROOFS)('%s', (proof) => {
  const told = (...line: string[]) =>
    spawnSync(process.execPath, [join('test', `${proof}.ts`), ...line], { cwd: ROOT, encoding: 'utf8' });

  it('says what it does and what it can be told', () => {
    const { status, stdout } = told('--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: npm run [\w-]+ -- \[options\]\n\n\w/);
  });

  it('refuses what it does not know in a line, and does nothing', () => {
    const { status, stdout, stderr } = told('--no-such-thing');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe("error: unknown option '--no-such-thing'\n");
  });
});

describe('numbers of a command line', () => {
  it.each(['0', '7', '100000'])('%s is whole', (text) => {
    expect(wholeNumber(text)).toBe(Number(text));
  });

  it.each(['', '-1', '1.5', '1e3', 'x', '99999999999999999'])('%j is not', (text) => {
    expect(() => wholeNumber(text)).toThrow(InvalidArgumentError);
  });

  it.each(['0', '0.04', '1'])('%s is a share', (text) => {
    expect(share(text)).toBe(Number(text));
  });

  it.each(['', '-0.1', '1.1', 'x'])('%j is none', (text) => {
    expect(() => share(text)).toThrow(InvalidArgumentError);
  });
});
