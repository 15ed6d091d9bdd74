import { describe, expect, it } from 'vitest';
import { makeStage } from './stage.ts';
import { ok } from './views.ts';

const answering = () => ok({ stops: [] });

describe('which service a command talks to', () => {
  it.each([
    [[], {}],
    [['--store', 'a.sqlite'], { storePath: 'a.sqlite' }],
    [
      ['--url', 'https://offpeak.example.com/'],
      { url: 'https://offpeak.example.com', token: 'canary-token' },
    ],
    [['--url', 'http://127.0.0.1:8099'], { url: 'http://127.0.0.1:8099', token: 'canary-token' }],
  ])('%j', async (options, expected) => {
    const stage = makeStage({ answering, environment: { OFFPEAK_TOKEN: 'canary-token' } });

    await stage.run('stops', ...options);

    expect(stage.begun).toEqual([{ program: 'service', options: expected }]);
    expect(stage.closed()).toBe(1);
  });

  it.each([
    ['http://offpeak.example.com', 'a token is not sent to offpeak.example.com in the clear'],
    ['ftp://offpeak.example.com', 'must be an address'],
    ['offpeak.example.com', 'must be an address'],
    ['https://me:canary-pass@offpeak.example.com', 'must not hold a name or a password'],
  ])('sends no token to %s', async (url, sentence) => {
    const stage = makeStage({ environment: { OFFPEAK_TOKEN: 'canary-token' } });

    const ended = await stage.run('stops', '--url', url);

    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain(sentence);
    expect(ended.stderr).not.toContain('canary');
    expect(stage.begun).toEqual([]);
  });

  it('asks for the token where it is missing', async () => {
    const ended = await makeStage().run('stops', '--url', 'https://offpeak.example.com');

    expect(ended).toMatchObject({ exit: 1, stderr: expect.stringContaining('Set OFFPEAK_TOKEN') });
  });

  it('closes the service when the command fails', async () => {
    const stage = makeStage({
      answering: () => {
        throw new Error('broken');
      },
    });

    expect((await stage.run('stops')).exit).toBe(1);
    expect(stage.closed()).toBe(1);
  });
});
