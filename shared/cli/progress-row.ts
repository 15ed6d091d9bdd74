import type { ListrTask, ListrTaskWrapper } from 'listr2';
import type { Stage, StageName } from './stages.ts';

/** One line of the live progress. */
export interface ProgressRow {
  readonly task: ListrTask;
  show(stage: Stage): void;
  /** Ends the line as it stands, where its stage never ended. */
  leave(): void;
}

type Shown = Pick<ListrTaskWrapper<unknown, never, never>, 'title' | 'skip'>;

/** A line that begins when the ones before it have ended, and ends when its stage does. */
export function makeProgressRow(name: StageName): ProgressRow {
  const { promise: ended, resolve, reject } = Promise.withResolvers<'done' | 'left out'>();
  // Shown by listr2 when the line's turn comes; until then nobody else may find it unhandled.
  ended.catch(() => {});
  let shown: Shown | undefined;
  let title: string = name;
  return {
    task: {
      title: name,
      async task(_, task) {
        shown = task;
        task.title = title;
        if ((await ended) === 'left out') task.skip();
      },
    },
    show({ state, text }) {
      title = text === '' ? name : `${name}: ${text}`;
      if (shown !== undefined) shown.title = title;
      if (state === 'done') resolve('done');
      if (state === 'left out') resolve('left out');
      if (state === 'failed') reject(new Error(title));
    },
    leave: () => resolve('left out'),
  };
}
