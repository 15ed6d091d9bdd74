import { expect, it } from 'vitest';
import { checkConfirmation, readTarget, readWhen } from '../../shared/cli/run-request.ts';

it.each([
  ['any', 'any'],
  ['other-zone', 'other-zone'],
  ['zone:cn-beijing-b', { zone: 'cn-beijing-b' }],
  ['nodes:a', { nodes: ['a'] }],
  ['nodes:a,b', { nodes: ['a', 'b'] }],
])('--target %s', (text, target) => {
  expect(readTarget(text)).toEqual(target);
});

it.each(['zone:', 'nodes:', 'nodes:a,,b', 'nodes:a b', 'Any', '', 'elsewhere'])(
  'takes no --target %j',
  (text) => {
    expect(() => readTarget(text)).toThrow(
      '--target must be any, other-zone, zone:<zone>, nodes:<node>,<node>',
    );
  },
);

it.each(['now', 'window', '2026-11-24T02:30:00+08:00', '2026-11-23T18:30:00Z', '2026-11-24T02:30+08:00'])(
  '--when %s',
  (text) => {
    expect(readWhen(text)).toBe(text);
  },
);

it.each(['2026-11-24T02:30:00', '2026-11-24', 'tomorrow', ''])('takes no --when %j', (text) => {
  expect(() => readWhen(text)).toThrow('an instant with its offset');
});

it('takes the same id only as a confirmation', () => {
  expect(() => checkConfirmation('redis-x', 'redis-x')).not.toThrow();
  expect(() => checkConfirmation('redis-x', 'redis-X')).toThrow('it says redis-X. Nothing was sent.');
  expect(() => checkConfirmation('redis-x', undefined)).toThrow('it is missing. Nothing was sent.');
});
