/** The command line itself is wrong; nothing was begun. `hint` says where the right words stand. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly hint: string | undefined;

  constructor(sentence: string, hint?: string) {
    super(sentence);
    this.hint = hint;
  }
}

/** A command cannot do what was asked, for a reason that a person can mend. Its message is the sentence. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}
