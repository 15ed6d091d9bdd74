/**
 * Every error code that the endpoint answers, with its HTTP status and its CodeN.
 *
 * Gateway codes: vendor pages 6408/78947, 4/65595 and 6448/76370; their CodeN is published up to 100013 (BytePlus,
 * common-error-codes), so 0 stands for "not published". Redis codes: vendor page 6293/73664, all of them with HTTP 400,
 * `InternalError` included.
 */
export const CODES = {
  MissingParameter: { httpStatus: 400, codeN: 100002 },
  MissingAuthenticationToken: { httpStatus: 401, codeN: 100003 },
  MissingRequestInfo: { httpStatus: 400, codeN: 100004 },
  MissingSignature: { httpStatus: 401, codeN: 100005 },
  InvalidTimestamp: { httpStatus: 403, codeN: 100006 },
  ServiceNotFound: { httpStatus: 404, codeN: 100007 },
  InvalidActionOrVersion: { httpStatus: 404, codeN: 100008 },
  InvalidAccessKey: { httpStatus: 401, codeN: 100009 },
  SignatureDoesNotMatch: { httpStatus: 401, codeN: 100010 },
  AccessDenied: { httpStatus: 403, codeN: 100013 },
  InvalidAuthorization: { httpStatus: 400, codeN: 0 },
  InvalidCredential: { httpStatus: 400, codeN: 0 },
  InvalidSecretToken: { httpStatus: 401, codeN: 0 },
  MethodNotAllowed: { httpStatus: 405, codeN: 0 },
  FlowLimitExceeded: { httpStatus: 429, codeN: 0 },
  UndefinedError: { httpStatus: 500, codeN: 0 },
  InternalServiceError: { httpStatus: 502, codeN: 0 },
  ServiceUnavailableTemp: { httpStatus: 503, codeN: 0 },
  InternalServiceTimeout: { httpStatus: 504, codeN: 0 },
  InternalError: { httpStatus: 400, codeN: 0 },
  InstanceNotExist: { httpStatus: 400, codeN: 0 },
  InstanceStatusNotMatch: { httpStatus: 400, codeN: 0 },
  ParamError: { httpStatus: 400, codeN: 0 },
} as const;

export type Code = keyof typeof CODES;

/** Why a call was not honoured. The message is ours (the vendor's texts are not published) and never holds a secret. */
export interface Refusal {
  readonly code: Code;
  readonly message: string;
}

/** The gateway's code for a server error of that HTTP status. */
export const SERVER_ERRORS = {
  500: 'UndefinedError',
  502: 'InternalServiceError',
  503: 'ServiceUnavailableTemp',
  504: 'InternalServiceTimeout',
} as const satisfies Record<number, Code>;
