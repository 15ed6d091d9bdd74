import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Credentials } from '../../shared/volcengine/credentials.ts';
import { InvalidSettings } from '../../shared/volcengine/errors.ts';

const SECRET = 'canary-secret-0123456789';
const TOKEN = 'canary-token-0123456789';

describe('credentials cannot be shown', () => {
  const credentials = new Credentials({
    accessKeyId: 'AKLTcanary',
    secretAccessKey: SECRET,
    sessionToken: TOKEN,
  });

  it.each([
    ['String', () => String(credentials)],
    ['template', () => `${credentials}`],
    ['JSON', () => JSON.stringify({ credentials })],
    ['inspect', () => inspect({ credentials }, { depth: null, showHidden: true, getters: true })],
    ['spread', () => inspect({ ...credentials })],
    ['structured clone', () => inspect(structuredClone({ ...credentials }))],
    ['an error that holds them', () => inspect(new Error('x', { cause: credentials }), { showHidden: true })],
  ])('%s', (_way, shown) => {
    expect(shown()).not.toContain('canary');
  });

  it('gives them to whoever signs', () => {
    expect(credentials.accessKeyId).toBe('AKLTcanary');
    expect(credentials.secretAccessKey).toBe(SECRET);
    expect(credentials.sessionToken).toBe(TOKEN);
  });
});

describe('credentials that would break a header are refused', () => {
  it.each([
    [{ accessKeyId: '', secretAccessKey: SECRET }, 'accessKeyId'],
    [{ accessKeyId: 'AK', secretAccessKey: `${SECRET}\r\nX: y` }, 'secretAccessKey'],
    [{ accessKeyId: 'AK', secretAccessKey: SECRET, sessionToken: 'canary token' }, 'sessionToken'],
  ])('%#: the fault names the field, never the value', (fields, field) => {
    const build = () => new Credentials(fields);

    expect(build).toThrow(InvalidSettings);
    expect(build).toThrow(field);
    expect(build).not.toThrow(/canary/);
  });

  it('lists all faults at once', () => {
    expect(() => new Credentials({ accessKeyId: '', secretAccessKey: '' })).toThrow(
      /accessKeyId.*secretAccessKey/,
    );
  });
});
