import type { NetworkCode } from './channel.ts';

/** The finished bytes of one POST. The address may hold a token and is never shown. */
export interface Posting {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a POST ended: with an answer of any kind, with none, or without having been sent to an address that is not public. */
export type PostResult =
  | {
      readonly kind: 'answered';
      readonly httpStatus: number;
      readonly retryAfterSeconds?: number;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'failed'; readonly code: NetworkCode }
  | { readonly kind: 'forbidden' };

/** Posts once. No redirect is followed, nothing is sent again. Never throws. */
export type Post = (posting: Posting) => Promise<PostResult>;
