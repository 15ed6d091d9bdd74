import { expect, it } from 'vitest';
import { makeStage } from '../stage.ts';

it.each([
  [[], { port: 0 }],
  [['--port', '8100'], { port: 8100 }],
  [['--seed', 'mine.yaml'], { port: 0, seedPath: 'mine.yaml' }],
])('endpoint %j', async (options, expected) => {
  const stage = makeStage();

  await stage.run('endpoint', ...options);

  expect(stage.begun).toMatchObject([{ program: 'endpoint', options: expected }]);
});

it.each(['65536', '-1', '8o80', '1.5', ''])('endpoint takes no port %j', async (port) => {
  const stage = makeStage();

  const ended = await stage.run('endpoint', `--port=${port}`);

  expect(ended.exit).toBe(2);
  expect(ended.stderr).toContain('a whole number from 0 to 65535');
  expect(stage.begun).toEqual([]);
});
