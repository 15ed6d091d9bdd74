import type { Verdict } from '../codes.ts';
import { decide } from '../decisions.ts';
import { no, notYet, yes } from './answers.ts';
import type { GateFacts } from './facts.ts';

type Facts = Pick<GateFacts, 'now' | 'runId' | 'lease' | 'margin' | 'continuing'>;

/** The hold of a run that has sent and is still open: it needs nobody but time. */
const SENT = 'SENT';

/**
 * One switchover at a time per instance. Free: no hold, and no owner or one whose lease ended more than `margin` ago. A
 * hold outlives every expiry. A run that goes on must still be the owner. When a busy instance will be free is not
 * known, for its run may close at any moment, so no instant is named.
 */
export function leaseGate({ now, runId, lease, margin, continuing }: Facts): Verdict {
  if (lease?.owner === runId) return yes('lease', decide('LEASE_OURS', {}));
  if (continuing) return no('lease', 'BUSY', decide('LEASE_LOST', { owner: lease?.owner }));
  if (lease?.hold === SENT && lease.owner !== undefined) {
    return notYet('lease', 'BUSY', decide('INSTANCE_BUSY', { owner: lease.owner }));
  }
  if (lease?.hold !== undefined) {
    return notYet('lease', 'BUSY', decide('INSTANCE_HELD', { hold: lease.hold, owner: lease.owner }));
  }
  if (lease?.owner === undefined) return yes('lease', decide('LEASE_FREE', {}));
  const { owner, expiresAt } = lease;
  if (expiresAt !== undefined && expiresAt < now - margin) return yes('lease', decide('LEASE_FREE', {}));
  return notYet('lease', 'BUSY', decide('INSTANCE_BUSY', { owner, expiresAt }));
}
