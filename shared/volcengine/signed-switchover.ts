import { inspect } from 'node:util';
import type { Instant } from '../time/clock.ts';
import type { PreparedSwitchOver } from './redis.ts';

/**
 * Signed bytes that cannot be shown: printing, inspecting, spreading or serialising them gives neither signature nor session token.
 * For as long as they live, whoever reads them could switch the instance over.
 */
export class SignedSwitchOver implements PreparedSwitchOver {
  readonly instanceId: string;
  readonly expiresAt: Instant;
  readonly url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #body: string;
  #sent = false;

  constructor(bytes: PreparedSwitchOver) {
    this.instanceId = bytes.instanceId;
    this.expiresAt = bytes.expiresAt;
    this.url = bytes.url;
    this.#headers = { ...bytes.headers };
    this.#body = bytes.body;
  }

  /** `true` for the first caller, who may send; `false` ever after, whichever client asks. */
  claim(): boolean {
    const first = !this.#sent;
    this.#sent = true;
    return first;
  }

  get headers(): Readonly<Record<string, string>> {
    return this.#headers;
  }

  get body(): string {
    return this.#body;
  }

  toString(): string {
    return `SwitchOver ${this.instanceId}, signed until ${new Date(this.expiresAt).toISOString()}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
