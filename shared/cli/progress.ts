import type { RunView } from '../api/view-schema.ts';
import type { Clock } from '../time/clock.ts';
import { padded } from './columns.ts';
import type { Output } from './output.ts';
import { STAGES, type Stage, type StageName, stagesOf } from './stages.ts';
import { type Reader, timeText } from './words.ts';

/** Shows a run while it goes on. */
export interface Progress {
  show(run: RunView): void;
  /** Shows no more; what is on the screen stays. */
  end(): Promise<void>;
}

/** Nothing at all: for `--json`. */
export const silentProgress: Progress = { show: () => {}, end: async () => {} };

const WIDEST_NAME = Math.max(...STAGES.map((name) => name.length));

/** One line whenever a stage has something new to say: for pipes and logs, where nothing can be overwritten. */
export function plainProgress(output: Output, clock: Pick<Clock, 'now'>, reader: Reader): Progress {
  const said = new Map<StageName, string>();
  const tell = ({ name, text }: Stage) => {
    if (text === '' || said.get(name) === text) return;
    said.set(name, text);
    output.stdout(`${timeText(clock.now(), reader)}  ${padded(name, WIDEST_NAME)}  ${text}\n`);
  };
  return {
    show(run) {
      for (const stage of stagesOf(run, reader)) tell(stage);
    },
    end: async () => {},
  };
}
