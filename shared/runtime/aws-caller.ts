import type { Context } from 'hono';
import * as z from 'zod/mini';

const signedSchema = z.object({
  event: z.object({
    requestContext: z.object({
      authorizer: z.object({ iam: z.object({ userArn: z.string().check(z.minLength(1)) }) }),
    }),
  }),
});

/** A request came in without an identity: a route lacks its authoriser. Nothing is done for nobody. */
export class CallerUnknown extends Error {
  override readonly name = 'CallerUnknown';

  constructor() {
    super('read who asks → the gateway names nobody; every route must have its IAM authoriser');
  }
}

/**
 * Who signed the request, as API Gateway has verified it: the ARN of the user or of the role's session. Never what a
 * header says. Throws `CallerUnknown`.
 * Source: HTTP API payload format 2.0, `requestContext.authorizer.iam.userArn`.
 */
export function signedBy(context: Context): string {
  const read = signedSchema.safeParse(context.env);
  if (!read.success) throw new CallerUnknown();
  return read.data.event.requestContext.authorizer.iam.userArn;
}
