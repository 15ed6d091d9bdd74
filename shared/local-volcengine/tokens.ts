import type { Instant, Milliseconds } from '../time/clock.ts';

/** What the memory says of a ClientToken: never seen (or forgotten), seen with this request, or seen with another. */
type Recollection = 'new' | 'same request' | 'other request';

/**
 * Remembers the ClientTokens of accepted SwitchOvers for a set time; a token of a refused call is not remembered.
 *
 * Assumptions, as the vendor documents neither: a repeated token with the same request gets the first answer again
 * without executing; with another request it gets ParamError.
 */
export interface Tokens {
  recall(token: string, request: string, at: Instant): Recollection;
  remember(token: string, request: string, at: Instant): void;
  forgetAll(): void;
}

export function makeTokens(life: Milliseconds): Tokens {
  const remembered = new Map<string, { readonly request: string; readonly until: Instant }>();
  return {
    recall(token, request, at) {
      const memory = remembered.get(token);
      if (memory === undefined || memory.until <= at) return 'new';
      return memory.request === request ? 'same request' : 'other request';
    },
    remember(token, request, at) {
      remembered.set(token, { request, until: at + life });
    },
    forgetAll: () => remembered.clear(),
  };
}
