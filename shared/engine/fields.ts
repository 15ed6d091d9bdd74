/** The state types that the engine interprets, and the fields each may have besides Type, Comment and QueryLanguage. */
export const STATE_FIELDS = {
  Pass: ['Output', 'Assign', 'Next', 'End'],
  Task: [
    'Resource',
    'Arguments',
    'TimeoutSeconds',
    'HeartbeatSeconds',
    'Retry',
    'Catch',
    'Output',
    'Assign',
    'Next',
    'End',
  ],
  Choice: ['Choices', 'Default', 'Output', 'Assign'],
  Wait: ['Seconds', 'Timestamp', 'Output', 'Assign', 'Next', 'End'],
  Succeed: ['Output'],
  Fail: ['Error', 'Cause'],
} as const;

export type StateType = keyof typeof STATE_FIELDS;

export const COMMON_FIELDS = ['Type', 'Comment', 'QueryLanguage'] as const;
export const MACHINE_FIELDS = ['Comment', 'QueryLanguage', 'StartAt', 'States', 'Version'] as const;
export const CHOICE_RULE_FIELDS = ['Condition', 'Next', 'Output', 'Assign', 'Comment'] as const;
export const CATCHER_FIELDS = ['ErrorEquals', 'Next', 'Output', 'Assign', 'Comment'] as const;
export const RETRIER_FIELDS = [
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
] as const;

/** Fields of the JSONPath query language, which a JSONata state may not have either at the service. */
const JSONPATH_FIELDS: ReadonlySet<string> = new Set([
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'Result',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
  'Variable',
  'And',
  'Or',
  'Not',
]);

/** Why a field that is not in the tables above is refused. */
export function whyRefused(field: string): string {
  if (JSONPATH_FIELDS.has(field)) return 'belongs to JSONPath; only JSONata is interpreted.';
  if (field === 'HeartbeatSeconds')
    return 'is not interpreted here: only who holds a task token sends heartbeats.';
  if (field === 'TimeoutSeconds')
    return 'is not interpreted here: an execution that times out runs no Catch.';
  return 'is not interpreted here.';
}

export function isStateType(type: unknown): type is StateType {
  return typeof type === 'string' && Object.hasOwn(STATE_FIELDS, type);
}
