import { type RawRequest, readQuery } from './canonical-request.ts';
import type { Refusal } from './codes.ts';
import { VERSION } from './envelope.ts';
import type { Model } from './model.ts';
import { isOperation } from './operations.ts';
import type { Reply } from './reply.ts';
import { LARGEST_BODY, parseJson } from './request-body.ts';
import type { Credential } from './seed-schema.ts';
import { verifySignature } from './signature.ts';

/** A request whose body may have been too large to read. */
export interface Incoming extends Omit<RawRequest, 'body'> {
  readonly body: Uint8Array | 'too large';
}

/**
 * The gateway: what it turns away never reaches the model's operations. In this order: path, method, Action and Version,
 * size, signature, version, the caller's right, JSON; the signature's age and whether there is such an operation are the model's to judge.
 */
export function answerVendorCall(
  model: Model,
  credentials: readonly Credential[],
  incoming: Incoming,
): Reply {
  const query = new Map(readQuery(incoming.query) ?? []);
  const action = query.get('Action') ?? '';
  const version = query.get('Version') ?? '';
  const turnAway = (code: Refusal['code'], message: string) =>
    model.refuse({ action, version }, { code, message });
  if (incoming.path !== '/') {
    return turnAway('InvalidActionOrVersion', `There is nothing at ${incoming.path}.`);
  }
  if (incoming.method !== 'POST') {
    return turnAway('MethodNotAllowed', `${incoming.method} is not allowed; use POST.`);
  }
  if (action === '' || version === '') {
    return turnAway('MissingParameter', 'Action and Version must both be in the query.');
  }
  const { body } = incoming;
  if (body === 'too large') {
    return turnAway('ParamError', `The body is larger than ${LARGEST_BODY} bytes.`);
  }
  const verification = verifySignature({ ...incoming, body }, credentials);
  if ('refusal' in verification) {
    const { refusal, ...who } = verification;
    return model.refuse({ action, version, ...who }, refusal);
  }
  const { caller } = verification;
  if (version !== VERSION) {
    const message = `Could not find operation ${action} for version ${version}.`;
    return model.refuse({ action, version, ...caller }, { code: 'InvalidActionOrVersion', message });
  }
  if (!mayCall(credentials, caller.accessKeyId, action)) {
    const message = `User is not authorized to perform: redis:${action} on resource: *.`;
    return model.refuse({ action, version, ...caller }, { code: 'AccessDenied', message });
  }
  const parsed = parseJson(body);
  if (parsed === undefined) {
    return model.refuse(
      { action, version, ...caller },
      { code: 'ParamError', message: 'The body is not JSON.' },
    );
  }
  return model.call(action, parsed.json, caller);
}

/** An operation that nobody knows is nobody's right to refuse: the model says so. */
function mayCall(credentials: readonly Credential[], accessKeyId: string, action: string): boolean {
  const allowed = credentials.find((each) => each.accessKeyId === accessKeyId)?.actions;
  return allowed === undefined || !isOperation(action) || allowed.includes(action);
}
