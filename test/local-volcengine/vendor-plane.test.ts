import { expect, it } from 'vitest';
import type { Credential } from '../../shared/local-volcengine/seed-schema.ts';
import { answerVendorCall } from '../../shared/local-volcengine/vendor-plane.ts';
import { practiceModel, said } from './practice-model.ts';
import { CREDENTIAL, queryOf, signedInit } from './serving.ts';

it('what the gateway turns away is logged with the caller where one is named, and never with a signature', () => {
  const { clock, model } = practiceModel();
  const query = queryOf('SwitchOver');
  const { headers } = signedInit({ query, body: '{}', at: clock.now() });
  const incoming = {
    method: 'POST',
    path: '/',
    query,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from('{"InstanceId":"solo"}'),
  };

  expect(said(answerVendorCall(model, [CREDENTIAL], incoming))).toBe('SignatureDoesNotMatch');
  expect(model.answered()).toMatchObject([{ action: 'SwitchOver', caller: 'AKLTPRAC', httpStatus: 401 }]);
  expect(JSON.stringify(model.answered())).not.toMatch(/Signature=|[0-9a-f]{40}|AKLTPRACTICE/);
});

it.each([
  [['DescribeDBInstances', 'SwitchOver'], 'SwitchOver', 'InstanceNotExist'],
  [['DescribeDBInstances'], 'SwitchOver', 'AccessDenied'],
  [[], 'DescribeDBInstances', 'AccessDenied'],
  [[], 'NoSuchOperation', 'InvalidActionOrVersion'],
] as [Credential['actions'], string, string][])(
  'a key that may do %j and asks %s is answered %s, whatever it asks about',
  (actions, action, code) => {
    const { clock, model } = practiceModel();
    const query = queryOf(action);
    const body = '{"InstanceId":"nobodys","TargetPrimaryNodeIds":["node"]}';
    const { headers } = signedInit({ query, body, at: clock.now() });
    const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const incoming = { method: 'POST', path: '/', query, headers: named, body: Buffer.from(body) };

    expect(said(answerVendorCall(model, [{ ...CREDENTIAL, actions }], incoming))).toBe(code);
  },
);
