import { OUTCOMES } from '../../shared/switchover/codes.ts';
import { TABLE_B } from '../../shared/switchover/consequences.ts';
import { table } from './markdown.ts';

const COUNTED = { resets: 'starts again', counts: 'counts', '-': '–' } as const;

/** What each outcome means everywhere, from the table that the program goes by. */
export function outcomesBlock(): string {
  const rows = OUTCOMES.map((outcome) => {
    const { executionFails, exitCode, event, message, stopAfter } = TABLE_B[outcome];
    const execution = executionFails ? `fails, error \`${outcome}\`` : 'succeeds';
    return [`\`${outcome}\``, execution, String(exitCode), `\`${event}\``, message, COUNTED[stopAfter]];
  });
  return table(['outcome', 'execution', 'exit code', 'event', 'message', 'bad outcomes in a row'], rows);
}
