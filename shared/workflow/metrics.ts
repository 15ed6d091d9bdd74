/**
 * What is counted in CloudWatch: the one list that the functions emit by and the alarms watch by.
 *
 * Aggregates only. A metric for each instance would cost more than everything else together. Which run it was stands in
 * the line of the log, as a property that is no dimension.
 */
export const METRICS = {
  namespace: 'Offpeak',
  /** Dimension of every metric: the deployment. */
  deployment: 'service',
  /** From the instant at which a run was to start until its close; its sample count is the number of runs. */
  runDuration: 'RunDuration',
  /** The dimensions of `runDuration` besides the deployment: once by outcome, once by reason. */
  outcome: 'outcome',
  reason: 'reason',
  /** A switchover was proven, or found unnecessary. Not sent where there is none. */
  proven: 'Proven',
  /** An occurrence was not honoured, and nobody had wanted that. */
  missed: 'Missed',
  /** Runs that do not get on: past their deadline, held for a day, or not announced. */
  stuck: 'Stuck',
  /** Messages to people that were given up: nobody will be told any more. Once for each channel. */
  givenUp: 'MessagesGivenUp',
  /** Dead letters that could not be recorded for a quarter of an hour. */
  lettersLeft: 'DeadLettersLeft',
} as const;
