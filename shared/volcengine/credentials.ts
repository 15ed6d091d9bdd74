import { inspect } from 'node:util';
import { InvalidSettings } from './errors.ts';

export interface CredentialsFields {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Present with temporary (STS) credentials only. */
  readonly sessionToken?: string | undefined;
}

/**
 * A key pair that cannot be shown: printing, inspecting, spreading or serialising it never gives the secret or the token.
 * Throws `InvalidSettings` (naming fields, never values) for an empty part or one with anything but visible ASCII,
 * which would let a value break out of its header.
 */
export class Credentials {
  readonly #fields: CredentialsFields;

  constructor(fields: CredentialsFields) {
    const faults = Object.entries(fields)
      .filter(([, value]) => value !== undefined && !/^[\x21-\x7e]{1,8192}$/.test(value))
      .map(([name]) => `${name} must be 1 to 8192 visible ASCII characters`);
    if (faults.length > 0) throw new InvalidSettings('Credentials', faults);
    this.#fields = { ...fields };
  }

  get accessKeyId(): string {
    return this.#fields.accessKeyId;
  }

  get secretAccessKey(): string {
    return this.#fields.secretAccessKey;
  }

  get sessionToken(): string | undefined {
    return this.#fields.sessionToken;
  }

  toString(): string {
    return `Credentials(${this.#fields.accessKeyId.slice(0, 4)}…)`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** `cached`: whatever is at hand. `fresh`: read the source again, because the vendor refused what was at hand. */
export type Freshness = 'cached' | 'fresh';

/** Gives the credentials to sign with. A plain `() => Promise<Credentials>` keeps this promise. */
export type CredentialsProvider = (freshness: Freshness) => Promise<Credentials>;
