/** The functions behind the workflow's Task states: state name → its file in `functions/`, its own timeout and that of its state. */
export const STEP_FUNCTIONS = {
  CheckWindow: { file: 'check-window', functionTimeoutSeconds: 30, stateTimeoutSeconds: 45 },
  SwitchOver: { file: 'switch-over', functionTimeoutSeconds: 60, stateTimeoutSeconds: 75 },
  PollStatus: { file: 'poll-status', functionTimeoutSeconds: 90, stateTimeoutSeconds: 105 },
  RecordOutcome: { file: 'record-outcome', functionTimeoutSeconds: 30, stateTimeoutSeconds: 45 },
} as const;

export type StepName = keyof typeof STEP_FUNCTIONS;

/** The substitution by which the definition names a step's function: `${CheckWindowFunction}`. */
export const substitutionOf = (step: StepName): `${StepName}Function` => `${step}Function`;
