import type { AnswerKind } from './redis.ts';

const COMMON = 'vendor page 6408/78947 (common error codes)';
const GATEWAY = 'vendor pages 4/65595 and 6448/76370 (gateway error codes)';
const REDIS = 'vendor page 6293/73664 (Redis error codes)';

interface CodeFact {
  readonly kind: Exclude<AnswerKind, 'accepted'>;
  readonly source: string;
}

/** The gateway read the request and turned it away: its form, its signature or its right. Nothing reached Redis. */
const TURNED_AWAY_BY_THE_GATEWAY = facts('refused', COMMON, [
  'MissingParameter',
  'MissingAuthenticationToken',
  'MissingRequestInfo',
  'MissingSignature',
  'InvalidTimestamp', // the signature's life is over, or has not begun: checked before anything is routed
  'ServiceNotFound',
  'InvalidActionOrVersion',
  'InvalidAccessKey',
  'SignatureDoesNotMatch',
  'InvalidAuthorization',
  'InvalidCredential',
  'InvalidSecretToken',
  'LackPolicy',
  'LackProjectPolicy',
  'AccessDenied',
  'MethodNotAllowed',
]);

/** Redis read the request and found it wrong, or the instance not in the state that it needs. */
const REFUSED_BY_REDIS = facts('refused', REDIS, [
  'InstanceNotExist',
  'InstanceStatusNotMatch',
  'ParamError',
  'InvalidOperator',
  'InvalidRegion',
  'InvalidZone',
  'InvalidInstanceType',
  'InvalidEngineVersion',
]);

const THROTTLED = facts('throttled', COMMON, [
  'FlowLimitExceeded',
  'AccountFlowLimitExceeded',
  'RequestLimitExceeded',
]);

/** Something failed behind the gateway, or between the two: the request may have been executed before it did. */
const FAILED_INSIDE = facts('ambiguous', COMMON, [
  'UndefinedError',
  'InternalError',
  'FailToConnect',
  'InternalServiceError',
  'ServiceUnavailableTemp',
  'InternalServiceTimeout',
  'InnerApiNeedAccountInfo',
  'ServiceShouldCallSelfApi',
]);

/** Redis documents these with HTTP 400, as if the request were at fault; both are failures inside. */
const FAILED_INSIDE_REDIS = facts('ambiguous', REDIS, ['InternalError', 'ServerError']);

/** Codes of other operations (create, allow-list, accounts …): as an answer to SwitchOver they prove nothing. */
const OF_OTHER_OPERATIONS = facts('ambiguous', REDIS, [
  'InvalidInstanceName',
  'InvalidNetworkType',
  'InvalidChargeType',
  'InvalidPassword',
  'InvalidInstanceSpec',
  'ResourceNotEnough',
  'PasswordWrong',
  'OffsetOutOfRange',
  'InvalidSecurityIpGroupName',
  'SecurityIpGroupAlreadyExist',
  'SecurityIpGroupNotExist',
  'InvalidIpAddressPattern',
  'DeleteDefaultIpGroup',
  'ConfigNameNotExist',
  'InvalidConfigValue',
  'InvalidDescVersion',
  'VpcIdIsNeeded',
  'VpcNotExist',
  'TimeFormatInvalid',
  'TimeIntervalInvalid',
  'OrderTypeInvalid',
  'NodePoolNotExist',
  'InvalidAccountName',
  'AccountExist',
  'AccountRoleInvalid',
  'AccountNotExist',
  'DeleteDefaultAccount',
  'AccountDescriptionTooLong',
]);

/**
 * What each code that the vendor documents proves about a SwitchOver, with the page that lists it.
 * A code that is not here proves nothing: it is ambiguous. When in doubt whether a code can follow execution, so is a listed one.
 */
export const VENDOR_CODES: ReadonlyMap<string, CodeFact> = new Map([
  ...TURNED_AWAY_BY_THE_GATEWAY,
  ...facts('refused', GATEWAY, ['InvalidClientTokenId']), // the older name of InvalidAccessKey
  ...REFUSED_BY_REDIS,
  ...THROTTLED,
  ...FAILED_INSIDE,
  ...FAILED_INSIDE_REDIS,
  ...OF_OTHER_OPERATIONS,
]);

/** Refusals that newer credentials may lift: they are about who asks, not about what that caller may do. */
export const CREDENTIAL_CODES: ReadonlySet<string> = new Set([
  'InvalidAccessKey',
  'InvalidClientTokenId',
  'InvalidSecretToken',
  'SignatureDoesNotMatch', // the pair's secret half was replaced
]);

function facts(kind: CodeFact['kind'], source: string, codes: readonly string[]): [string, CodeFact][] {
  return codes.map((code) => [code, { kind, source }]);
}
