import { expect, it } from 'vitest';
import { makeStage } from '../stage.ts';

it('practice is given a language and an output, and nothing of the environment', async () => {
  const stage = makeStage({
    environment: { OFFPEAK_PROD_SECRETKEY: 'canary-secret', OFFPEAK_LANGUAGE: 'zh-CN' },
  });

  const ended = await stage.run('practice', '--json');

  expect(ended.exit).toBe(0);
  expect(stage.begun).toMatchObject([{ program: 'practice', options: { language: 'zh-CN', json: true } }]);
  expect(Object.keys(stage.begun[0]?.options ?? {}).toSorted()).toEqual([
    'json',
    'language',
    'output',
    'signal',
  ]);
});

it('practice ends with the exit code of its acts', async () => {
  const stage = makeStage({ programs: { practice: async () => 1 } });

  expect((await stage.run('practice')).exit).toBe(1);
});
