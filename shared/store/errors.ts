/** The store did not answer. After a failed `transact` nobody knows whether it committed: read again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** A store belongs to practice or to live for ever. */
export type StoreKind = 'practice' | 'live';

/** Why a file was not opened as a store. */
export type StoreRefusal =
  | { readonly code: 'FOREIGN_FILE' }
  | { readonly code: 'OTHER_KIND'; readonly found: StoreKind; readonly asked: StoreKind }
  | { readonly code: 'NEWER_VERSION'; readonly found: number; readonly supported: number }
  | { readonly code: 'OWNED' }
  | { readonly code: 'NOT_DURABLE'; readonly found: string };

/** The file was not opened as a store, and not one byte of it was changed. Ask for another file, or end its owner. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
  readonly path: string;
  readonly refusal: StoreRefusal;

  constructor(path: string, refusal: StoreRefusal, options?: ErrorOptions) {
    super(`open ${path} → ${sentence(refusal)}`, options);
    this.path = path;
    this.refusal = refusal;
  }
}

/** What was given to the store cannot be kept or asked. Nothing was read or written. Lists all faults at once. */
export class ValueRefused extends Error {
  override readonly name = 'ValueRefused';
  readonly faults: readonly string[];

  constructor(operation: string, faults: readonly string[], options?: ErrorOptions) {
    super(`${operation} was not done: ${faults.join('; ')}`, options);
    this.faults = faults;
  }
}

function sentence(refusal: StoreRefusal): string {
  switch (refusal.code) {
    case 'FOREIGN_FILE':
      return 'it is not a store of Offpeak';
    case 'OTHER_KIND':
      return `it belongs to ${refusal.found} for ever and was asked for as ${refusal.asked}`;
    case 'NEWER_VERSION':
      return `it has version ${refusal.found} and this Offpeak knows versions up to ${refusal.supported}`;
    case 'OWNED':
      return 'another running process, or this one, has it open; one process owns a store';
    case 'NOT_DURABLE':
      return `the file system does not keep what is committed (${refusal.found})`;
  }
}
