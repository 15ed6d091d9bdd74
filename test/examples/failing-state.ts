import * as z from 'zod';
import { DRILL } from '../../docs/generate/chaining.ts';
import { type ParentRun, runParentText } from '../../docs/generate/parents.ts';
import type { Failure } from '../../shared/engine/failure.ts';

/**
 * Runs a parent whose Task fails as it is told, whichever way it waits, and counts what it started: the failure is answered
 * to a token, because an answer may have any name and cause.
 */
export async function failing(
  text: string,
  failure: Failure,
): Promise<ParentRun & { readonly starts: number }> {
  let starts = 0;
  const ran = await runParentText(text.replace('startExecution.sync:2', 'startExecution.waitForTaskToken'), {
    input: DRILL,
    around: (child, parent) => ({
      ...child,
      async start(name, input) {
        starts += 1;
        const scheduled = (await parent().history('monday')).find(({ type }) => type === 'TaskScheduled');
        const { token } = z.object({ token: z.string() }).parse(scheduled?.data);
        // Heard once this start has returned.
        void parent().answer(token, { failure });
        return { name, input, status: 'RUNNING', startedAt: 0 };
      },
    }),
  });
  return { ...ran, starts };
}
