/** What is wrong with a definition, and where. `state` is absent for a field of the machine itself. */
export interface Fault {
  readonly state?: string;
  /** The field as the service would name it: `Output/items[0]`, `Choices[1]/Condition`. */
  readonly field: string;
  readonly message: string;
}

/** The definition is not one that this engine interprets exactly. Lists every fault, each with state and field. */
export class DefinitionRefused extends Error {
  override readonly name = 'DefinitionRefused';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    const lines = faults.map(({ state, field, message }) =>
      state === undefined
        ? `machine, field ${field}: ${message}`
        : `state ${state}, field ${field}: ${message}`,
    );
    super(`The definition was refused:\n${lines.join('\n')}`);
    this.faults = faults;
  }
}

/** The request to start cannot be right: a name or an input that the service would not take. Nothing was written. */
export class ExecutionRefused extends Error {
  override readonly name = 'ExecutionRefused';
}

/** The name is taken for ever, by an execution that has ended or that has another input. */
export class ExecutionAlreadyExists extends Error {
  override readonly name = 'ExecutionAlreadyExists';
  readonly execution: string;

  constructor(execution: string) {
    super(`start ${execution} → an execution of that name exists already`);
    this.execution = execution;
  }
}

/** The journal knows no execution of that name. */
export class ExecutionDoesNotExist extends Error {
  override readonly name = 'ExecutionDoesNotExist';
  readonly execution: string;

  constructor(attempted: string, execution: string) {
    super(`${attempted} ${execution} → no execution of that name`);
    this.execution = execution;
  }
}

/** The engine takes no more work. Executions that had not ended are still RUNNING in the journal. */
export class EngineClosed extends Error {
  override readonly name = 'EngineClosed';

  constructor(attempted: string) {
    super(`${attempted} → the engine is closed`);
  }
}

/** What the journal holds is not a history that this engine wrote. Nothing was appended to it. */
export class JournalUnreadable extends Error {
  override readonly name = 'JournalUnreadable';
}
