import { STEP_FUNCTIONS } from '../shared/workflow/names.ts';

/** Every function is a file of this name in `functions/`. */
export const FUNCTION_NAMES = [
  STEP_FUNCTIONS.CheckWindow.file,
  STEP_FUNCTIONS.SwitchOver.file,
  STEP_FUNCTIONS.PollStatus.file,
  STEP_FUNCTIONS.RecordOutcome.file,
  'due',
  'settle',
  'api',
] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];
