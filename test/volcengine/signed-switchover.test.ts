import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SignedSwitchOver } from '../../shared/volcengine/signed-switchover.ts';

const signed = () =>
  new SignedSwitchOver({
    instanceId: 'redis-1',
    expiresAt: Date.UTC(2026, 0, 2),
    url: 'http://127.0.0.1:1/?Action=SwitchOver',
    headers: { Authorization: 'canary', 'X-Security-Token': 'canary' },
    body: '{"ClientToken":"canary"}',
  });

describe('signed bytes', () => {
  it('can be sent: url, headers and body are there', () => {
    expect(signed().headers).toEqual({ Authorization: 'canary', 'X-Security-Token': 'canary' });
    expect(signed().body).toBe('{"ClientToken":"canary"}');
  });

  it('can be claimed by one sender only', () => {
    const bytes = signed();

    expect([bytes.claim(), bytes.claim(), bytes.claim()]).toEqual([true, false, false]);
  });

  it.each([
    ['String', () => String(signed())],
    ['JSON', () => JSON.stringify([signed()])],
    ['inspect', () => inspect([signed()], { depth: null, showHidden: true, getters: true })],
    ['spread', () => inspect({ ...signed() })],
    ['entries', () => inspect(Object.entries(signed()))],
  ])('cannot be shown by %s', (_way, shown) => {
    expect(shown()).not.toContain('canary');
  });
});
