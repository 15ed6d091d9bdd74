import type { Question } from './question.ts';
import { ENTRANCE } from './questions/entrance.ts';
import { LOGS } from './questions/logs.ts';
import { OPTIONS } from './questions/options.ts';
import { NEEDS, PERMISSIONS } from './questions/permissions.ts';
import { RECORDS } from './questions/records.ts';
import { RUNNING } from './questions/running.ts';
import { TRIGGERS } from './questions/triggers.ts';
import { WATCHING } from './questions/watching.ts';

/**
 * What a reviewer asks of the deployed stacks. `questions.test.ts` takes away each statement, route, authoriser, limit, log
 * setting and resource in turn: one of these must notice. A new permission needs its line in `needs.ts` as well, a new alarm its question.
 */
export const QUESTIONS: readonly Question[] = [
  ...PERMISSIONS,
  ...RECORDS,
  ...ENTRANCE,
  ...RUNNING,
  ...TRIGGERS,
  ...LOGS,
  ...OPTIONS,
  ...WATCHING,
  ...NEEDS,
];
