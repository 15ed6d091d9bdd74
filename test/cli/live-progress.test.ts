import { describe, expect, it } from 'vitest';
import type { RunView } from '../../shared/api/view-schema.ts';
import { liveProgress } from '../../shared/cli/live-progress.ts';
import { closedView, PINS, send, view } from './views.ts';

async function shown(...runs: readonly RunView[]) {
  let text = '';
  const output = {
    stdout: (written: string) => {
      text += written;
    },
    stderr: () => {
      throw new Error('progress is no error');
    },
    isTTY: true,
    columns: 120,
    color: true,
  };
  const progress = liveProgress(output, { language: 'en', zone: 'UTC' });
  for (const run of runs) progress.show(run);
  await progress.end();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are steered by them
  const plain = text.replace(/\u001B\[[?0-9;]*[A-Za-z]/g, '');
  return { text, last: plain.slice(plain.lastIndexOf('start:')).split(/\r?\n/) };
}

describe('the live progress', () => {
  it('leaves each stage with its last words on the screen', async () => {
    const { last } = await shown(view(), closedView());

    expect(last.slice(0, 4)).toEqual([
      expect.stringMatching(/^start: cn-beijing/),
      expect.stringMatching(/ gates: 2 gates say yes$/),
      expect.stringMatching(/ switchover: batch 1 of 1: accepted, request id \w+, on target$/),
      expect.stringMatching(/ outcome: Succeeded \(proven\): Seen twice\.$/),
    ]);
  });

  it('gives the cursor back', async () => {
    const { text } = await shown(closedView());

    expect(text.lastIndexOf('\u001B[?25h')).toBeGreaterThan(text.lastIndexOf('\u001B[?25l'));
  });

  it('marks what failed', async () => {
    const { last } = await shown(closedView({ outcome: 'FAILED', verified: 0 }));

    expect(last[2]).toMatch(/^✖|^×/);
    expect(last[3]).toMatch(/^✖|^×/);
  });

  it('ends as it stands when the person stops watching', async () => {
    const observing = view({ phase: 'OBSERVING', batches: 1, pins: PINS, sends: [send()] });

    const { last } = await shown(observing);

    expect(last.join('\n')).toContain('watching the roles');
  });
});
