import type { Answer } from '../../shared/volcengine/redis.ts';
import {
  cutsAtOnce,
  cutsMidBody,
  drips,
  floods,
  hangs,
  metadata,
  type Reply,
  refuses,
  says,
  succeeds,
} from './scripted-server.ts';

/** How a SwitchOver can end, and what each end proves. */
export const SITUATIONS: [string, Reply, Partial<Answer>][] = [
  ['accepted', succeeds(), { kind: 'accepted', httpStatus: 200 }],
  [
    'refused',
    refuses('InstanceStatusNotMatch'),
    { kind: 'refused', code: 'InstanceStatusNotMatch', httpStatus: 400 },
  ],
  [
    'throttled with Retry-After',
    refuses('FlowLimitExceeded', { status: 429, headers: { 'Retry-After': '3' } }),
    { kind: 'throttled', httpStatus: 429, retryAfterSeconds: 3 },
  ],
  ['429 without an envelope', says(429, 'slow down'), { kind: 'ambiguous', httpStatus: 429 }],
  [
    '500 with InternalError',
    refuses('InternalError', { status: 500 }),
    { kind: 'ambiguous', code: 'InternalError' },
  ],
  ['400 with InternalError', refuses('InternalError'), { kind: 'ambiguous', code: 'InternalError' }],
  ['500 without a body', says(500, ''), { kind: 'ambiguous', code: 'EmptyAnswer' }],
  ['an unknown code', refuses('OperationDenied.Brand.New'), { kind: 'ambiguous' }],
  ['HTML', says(200, '<html>maintenance</html>'), { kind: 'ambiguous', code: 'NotJson' }],
  ['truncated JSON', says(200, '{"ResponseMetadata":{"Req'), { kind: 'ambiguous', code: 'NotJson' }],
  ['no body', says(200, ''), { kind: 'ambiguous', code: 'EmptyAnswer' }],
  [
    'the bare gateway form',
    says(403, '{"errorcode":"AccessDenied"}'),
    { kind: 'ambiguous', code: 'BareGatewayForm' },
  ],
  ["another action's answer", says(200, JSON.stringify(metadata('DescribeTasks'))), { kind: 'ambiguous' }],
  ['a redirect', says(302, '', { Location: '/?Action=SwitchOver' }), { kind: 'ambiguous', httpStatus: 302 }],
  [
    'a redirect that keeps the method',
    says(307, '', { Location: '/' }),
    { kind: 'ambiguous', httpStatus: 307 },
  ],
  ['a hang', hangs, { kind: 'ambiguous', code: 'Timeout' }],
  ['a slow loris', drips, { kind: 'ambiguous', code: 'Timeout', httpStatus: 200 }],
  ['a reset before the answer', cutsAtOnce, { kind: 'ambiguous', code: 'ConnectionReset' }],
  ['a reset inside the body', cutsMidBody, { kind: 'ambiguous', code: 'ConnectionReset', httpStatus: 200 }],
  [
    'an answer of 100 MB',
    floods(100_000_000),
    { kind: 'ambiguous', code: 'AnswerTooLarge', httpStatus: 200 },
  ],
];
