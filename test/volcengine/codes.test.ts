import { describe, expect, it } from 'vitest';
import { CREDENTIAL_CODES, VENDOR_CODES } from '../../shared/volcengine/codes.ts';
import type { AnswerKind } from '../../shared/volcengine/redis.ts';

/** Written out again, so that a slip in the source's table shows. */
const EXPECTED: Record<Exclude<AnswerKind, 'accepted'>, string> = {
  refused:
    'MissingParameter MissingAuthenticationToken MissingRequestInfo MissingSignature InvalidTimestamp ServiceNotFound ' +
    'InvalidActionOrVersion InvalidAccessKey InvalidClientTokenId SignatureDoesNotMatch InvalidAuthorization InvalidCredential ' +
    'InvalidSecretToken LackPolicy LackProjectPolicy AccessDenied MethodNotAllowed InstanceNotExist InstanceStatusNotMatch ' +
    'ParamError InvalidOperator InvalidRegion InvalidZone InvalidInstanceType InvalidEngineVersion',
  throttled: 'FlowLimitExceeded AccountFlowLimitExceeded RequestLimitExceeded',
  ambiguous:
    'UndefinedError InternalError FailToConnect InternalServiceError ServiceUnavailableTemp InternalServiceTimeout ' +
    'InnerApiNeedAccountInfo ServiceShouldCallSelfApi ServerError InvalidInstanceName InvalidNetworkType InvalidChargeType ' +
    'InvalidPassword InvalidInstanceSpec ResourceNotEnough PasswordWrong OffsetOutOfRange InvalidSecurityIpGroupName ' +
    'SecurityIpGroupAlreadyExist SecurityIpGroupNotExist InvalidIpAddressPattern DeleteDefaultIpGroup ConfigNameNotExist ' +
    'InvalidConfigValue InvalidDescVersion VpcIdIsNeeded VpcNotExist TimeFormatInvalid TimeIntervalInvalid OrderTypeInvalid ' +
    'NodePoolNotExist InvalidAccountName AccountExist AccountRoleInvalid AccountNotExist DeleteDefaultAccount ' +
    'AccountDescriptionTooLong',
};
const ROWS = Object.entries(EXPECTED).flatMap(([kind, codes]) =>
  codes.split(' ').map((code) => ({ kind, code })),
);

describe('what each documented code proves about a SwitchOver', () => {
  it.each(ROWS)('$code: $kind', ({ code, kind }) => {
    expect(VENDOR_CODES.get(code)?.kind).toBe(kind);
  });

  it('the table above is the whole list', () => {
    expect([...VENDOR_CODES.keys()].sort()).toEqual(ROWS.map(({ code }) => code).sort());
  });

  it('each has its source', () => {
    for (const { source } of VENDOR_CODES.values()) expect(source).toMatch(/^vendor pages? \d+\/\d+/);
  });

  it('newer credentials can only lift what is refused', () => {
    for (const code of CREDENTIAL_CODES) expect(VENDOR_CODES.get(code)?.kind).toBe('refused');
  });
});
