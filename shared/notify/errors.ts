/** The secret of a channel cannot be used; nothing was built. Lists all faults at once by field, never a value. */
export class TargetUnusable extends Error {
  override readonly name = 'TargetUnusable';
  readonly faults: readonly string[];

  constructor(what: string, faults: readonly string[]) {
    super(`read ${what} → unusable: ${faults.join('; ')}`);
    this.faults = faults;
  }
}
