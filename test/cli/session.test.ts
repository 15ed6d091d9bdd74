import { describe, expect, it } from 'vitest';
import { makeStage } from './stage.ts';
import { ok } from './views.ts';

const answering = () => ok({ stops: [] });

describe('which service a command talks to', () => {
  it('is the one of its options, told what the shell holds', async () => {
    const stage = makeStage({ answering, environment: { OFFPEAK_TOKEN: 'canary-token' } });

    await stage.run('stops', '--url', 'https://offpeak.example.com/');
    await stage.run('stops', '--url', 'https://offpeak.example.com/', '--region', 'cn-north-1');

    const url = 'https://offpeak.example.com';
    expect(stage.begun.map(({ options }) => options)).toEqual([
      { url, token: 'canary-token' },
      { url, region: 'cn-north-1' },
    ]);
    expect(stage.closed()).toBe(2);
  });

  it.each([
    [['--url', 'http://offpeak.example.com'], 'a token is not sent'],
    [['--url', 'https://offpeak.example.com', '--region', 'Peking'], 'such as cn-north-1'],
    [['--region', 'cn-north-1'], '--region belongs to --url'],
    [['--url', 'https://me:canary-pass@offpeak.example.com'], 'must not hold a name or a password'],
  ])('is none with %j', async (options, sentence) => {
    const stage = makeStage({ environment: { OFFPEAK_TOKEN: 'canary-token' } });

    const ended = await stage.run('stops', ...options);

    expect(ended).toMatchObject({ exit: 2, stderr: expect.stringContaining(sentence) });
    expect(ended.stderr).not.toContain('canary');
    expect(stage.begun).toEqual([]);
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
