/** How a command ends, for the shell. A run's own outcome maps to 0, 3 or 1 by PROTOCOL's table B. */
export const EXIT = {
  /** What was asked for is done: for a run, proven, already so, or observed. */
  DONE: 0,
  /** It failed, or needs a person. */
  FAILED: 1,
  /** The command line itself is wrong; nothing was begun. */
  USAGE: 2,
  /** Nothing was switched and nothing is wrong: skipped, cancelled, or not now. */
  NOT_DONE: 3,
  /** The person stopped watching (the shell's own 128 + SIGINT); what runs goes on. */
  INTERRUPTED: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
