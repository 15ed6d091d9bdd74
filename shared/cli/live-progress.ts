import { createWritable, DefaultRenderer, Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { Output } from './output.ts';
import type { Progress } from './progress.ts';
import { makeProgressRow } from './progress-row.ts';
import { STAGES, stagesOf } from './stages.ts';
import type { Reader } from './words.ts';

/** Whether somebody looks on is ours to say: listr2 asks the process's own stdout, which need not be the output. */
class Screen extends DefaultRenderer {
  static override nonTTY = true;
}

/** For a terminal: one line a stage, overwritten as the run goes on. */
export function liveProgress(output: Output, reader: Reader): Progress {
  const rows = new Map(STAGES.map((name) => [name, makeProgressRow(name)]));
  const list = new Listr(
    [...rows.values()].map((row) => row.task),
    {
      concurrent: false,
      exitOnError: false,
      registerSignalListeners: false,
      renderer: Screen,
      rendererOptions: {
        collapseSkips: false,
        showErrorMessage: false,
        logger: new ListrLogger({ processOutput: screenOf(output), useIcons: true }),
      },
    },
  );
  const shown = list.run();
  return {
    show(run) {
      for (const stage of stagesOf(run, reader)) rows.get(stage.name)?.show(stage);
    },
    async end() {
      for (const row of rows.values()) row.leave();
      await shown;
    },
  };
}

function screenOf(output: Output): ProcessOutput {
  const stream = Object.assign(
    createWritable((text) => output.stdout(text)),
    { columns: output.columns, rows: Number.POSITIVE_INFINITY, isTTY: true },
  );
  // listr2's type asks for the process's own stream; of that it uses `write`, `columns` and `rows`, which this one has.
  const screen = stream as unknown as NodeJS.WriteStream;
  return new ProcessOutput(screen, screen);
}
