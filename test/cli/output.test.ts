import { expect, it } from 'vitest';
import { type Output, withoutSecrets } from '../../shared/cli/output.ts';

function written(environment: Record<string, string>, text: string): string {
  const lines: string[] = [];
  const output: Output = {
    stdout: (said) => lines.push(said),
    stderr: (said) => lines.push(said),
    isTTY: true,
    columns: 80,
    color: true,
  };
  const guarded = withoutSecrets(output, environment);
  guarded.stdout(text);
  guarded.stderr(text);
  expect(lines[0]).toBe(lines[1]);
  return lines[0] ?? '';
}

it.each([
  ['OFFPEAK_PROD_SECRETKEY', 'canary-1', 'a ••• b'],
  ['OFFPEAK_TOKEN', 'canary-1', 'a ••• b'],
  ['AWS_SESSION_TOKEN', 'canary-1', 'a ••• b'],
  ['DB_PASSWORD', 'canary-1', 'a ••• b'],
  ['OFFPEAK_NOTIFY_DBA_FEISHU_URL', 'https://canary-1', 'a ••• b'],
  ['OFFPEAK_NOTIFY_DBA_FEISHU_SECRET', 'canary-1', 'a ••• b'],
  ['HOME', 'canary-1', 'a canary-1 b'],
])('what %s holds', (name, value, shown) => {
  expect(written({ [name]: value }, `a ${value} b`)).toBe(shown);
});

it.each([
  ['as a part of JSON', JSON.stringify('canary"\\1')],
  ['in an address', encodeURIComponent('canary"\\1')],
  ['in base64', Buffer.from('local:canary"\\1').toString('base64')],
])('what it holds, %s', (_, text) => {
  expect(written({ OFFPEAK_TOKEN: 'canary"\\1' }, text)).toContain('•••');
});

it('what it holds, without the control characters that no error message keeps', () => {
  expect(written({ OFFPEAK_TOKEN: 'canary\r\n12' }, 'canary12 is no header')).toBe('••• is no header');
});

it('leaves no end of a secret that begins with another one', () => {
  expect(written({ A_KEY: 'canary', B_KEY: 'canary-and-more' }, 'x canary-and-more y canary z')).toBe(
    'x ••• y ••• z',
  );
});

it('does not mask ordinary words', () => {
  expect(written({ SSH_KEY: 'no', A_TOKEN: '' }, 'no run')).toBe('no run');
});
