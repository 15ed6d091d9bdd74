/** The alarms, in the order in which they matter. Each has a line in the runbook. */
export const ALARMS = [
  'Unknown',
  'Failed',
  'Stuck',
  'DueSilent',
  'SettleSilent',
  'MessageGivenUp',
  'Missed',
  'NothingProven',
  'DeadLetter',
  'DeadLetterLeft',
  'DeadLetterUnread',
  'ApiFailing',
] as const;

export type AlarmName = (typeof ALARMS)[number];
