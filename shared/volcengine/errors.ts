import type { Answer } from './redis.ts';

/** The request never left the machine because it cannot be right. Lists all faults at once. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly faults: readonly string[];

  constructor(action: string, faults: readonly string[]) {
    super(`${action} was not sent: ${faults.join('; ')}`);
    this.faults = faults;
  }
}

/** A read did not give a usable answer within its budget. Reads change nothing, so reading again is always allowed. */
export class ReadFailed extends Error {
  override readonly name = 'ReadFailed';
  readonly answer: Omit<Answer, 'kind'>;

  /** Form: what was attempted, on what, what came back, request id. */
  constructor(action: string, on: string, answer: Omit<Answer, 'kind'>, options?: ErrorOptions) {
    const cameBack = [answer.httpStatus, answer.code, answer.message]
      .filter((part) => part !== undefined)
      .join(' ');
    super(
      `${action} ${on} → ${cameBack}${answer.requestId ? ` (request ${answer.requestId})` : ''}`,
      options,
    );
    this.answer = answer;
  }
}

/** A part of the client was given settings that cannot be right; nothing was built. Lists all faults at once, never a secret value. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
  readonly faults: readonly string[];

  constructor(part: string, faults: readonly string[]) {
    super(`${part} cannot be built: ${faults.join('; ')}`);
    this.faults = faults;
  }
}

/**
 * The credentials to sign with could not be read, so nothing was signed and nothing left the machine.
 * Carries the name of what the source threw, not the error itself: a secret store's error may hold the secret.
 */
export class CredentialsUnavailable extends Error {
  override readonly name = 'CredentialsUnavailable';

  constructor(action: string, on: string, thrown: unknown) {
    super(
      `${action} ${on} → credentials could not be read (${thrown instanceof Error ? thrown.name : typeof thrown})`,
    );
  }
}
