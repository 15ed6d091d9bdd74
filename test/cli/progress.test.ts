import { expect, it } from 'vitest';
import { plainProgress, silentProgress } from '../../shared/cli/progress.ts';
import { NOW } from './stage.ts';
import { closedView, view } from './views.ts';

it('writes a line for each stage that has something new to say, once', async () => {
  const lines: string[] = [];
  const output = {
    stdout: (text: string) => lines.push(text),
    stderr: () => undefined,
    isTTY: false,
    columns: 80,
    color: false,
  };
  const progress = plainProgress(output, { now: () => NOW }, { language: 'en', zone: 'Asia/Shanghai' });

  for (const run of [view(), view(), closedView(), closedView()]) progress.show(run);
  await progress.end();

  expect(lines.map((line) => line.slice(0, 22))).toEqual([
    '02:10:00  start       ',
    '02:10:00  gates       ',
    '02:10:00  switchover  ',
    '02:10:00  outcome     ',
  ]);
});

it('says nothing at all where only the result is wanted', async () => {
  silentProgress.show(closedView());

  await expect(silentProgress.end()).resolves.toBeUndefined();
});
