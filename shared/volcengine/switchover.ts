import { SECOND } from '../time/clock.ts';
import { classify } from './classify.ts';
import type { Credentials, CredentialsProvider } from './credentials.ts';
import { CredentialsUnavailable, InvalidRequest } from './errors.ts';
import { secretsIn } from './plain-text.ts';
import type { Answer, PreparedSwitchOver, Redis, SwitchOverRequest } from './redis.ts';
import { type Scope, signedRequest } from './request.ts';
import { SignedSwitchOver } from './signed-switchover.ts';
import { faultsOf, parametersOf } from './switchover-request.ts';
import type { Transport } from './transport.ts';

const ACTION = 'SwitchOver';

export interface SwitchOverParts {
  readonly scope: Scope;
  readonly credentials: CredentialsProvider;
  readonly transport: Transport;
}

/**
 * The one call that changes anything: signed once, sent once, in two separate steps.
 *
 * `sendSwitchOver` takes only what a client of the same host has prepared and nobody has sent yet; anything else is answered
 * `ambiguous` (`NotSendable`) without a byte leaving, since a first sending may have been executed.
 */
export function makeSwitchOver(parts: SwitchOverParts): Pick<Redis, 'prepareSwitchOver' | 'sendSwitchOver'> {
  const { scope, transport } = parts;
  return {
    async prepareSwitchOver(request) {
      const faults = faultsOf(request);
      if (faults.length > 0) throw new InvalidRequest(ACTION, faults);
      return prepare(scope, request, await credentialsFor(parts, request));
    },

    async sendSwitchOver(prepared): Promise<Answer> {
      if (!isOurs(prepared, scope) || !prepared.claim()) {
        const message = 'these bytes were sent before, or were prepared for another host';
        return { kind: 'ambiguous', code: 'NotSendable', message };
      }
      const { url, headers, body } = prepared;
      const path = url.slice(scope.host.origin.length);
      const result = await transport.exchange({ path, headers, body });
      return classify(result, { action: ACTION, secrets: secretsIn(headers) }).answer;
    },
  };
}

/** X-Date has whole seconds, so the life is counted from the second that is signed: `expiresAt` never overstates it. */
function prepare(scope: Scope, request: SwitchOverRequest, credentials: Credentials): SignedSwitchOver {
  const { instanceId, lifeSeconds } = request;
  const signedAt = Math.floor(request.signedAt / SECOND) * SECOND;
  const operation = { action: ACTION, parameters: parametersOf(request), lifeSeconds };
  const { path, headers, body } = signedRequest(scope, operation, credentials, signedAt);
  const expiresAt = signedAt + lifeSeconds * SECOND;
  return new SignedSwitchOver({ instanceId, expiresAt, url: `${scope.host.origin}${path}`, headers, body });
}

async function credentialsFor(parts: SwitchOverParts, request: SwitchOverRequest): Promise<Credentials> {
  try {
    return await parts.credentials('cached');
  } catch (error) {
    throw new CredentialsUnavailable(ACTION, request.instanceId, error);
  }
}

function isOurs(prepared: PreparedSwitchOver, { host }: Scope): prepared is SignedSwitchOver {
  return prepared instanceof SignedSwitchOver && prepared.url.startsWith(`${host.origin}/?`);
}
