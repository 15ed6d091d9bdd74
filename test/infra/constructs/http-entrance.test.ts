import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../../infra/constructs/http-entrance.ts';
import { makeApi } from '../../../shared/api/api.ts';
import { makeRig } from '../../steps/rig.ts';
import { synthesise } from '../synthesise.ts';

const { service } = synthesise();
const routes = service.ofType('AWS::ApiGatewayV2::Route');

describe('the HTTP entrance', () => {
  it('has a route for each way in, and none that takes the rest', () => {
    const keys = routes.map(([, { Properties }]) => Properties.RouteKey);

    expect(keys.sort()).toEqual(ROUTES.map(([method, path]) => `${method} ${path}`).sort());
    expect(service.text).not.toContain('$default"},"RouteKey"');
  });

  it('lets in what the app serves, all of it and no more', async () => {
    const { ports } = await makeRig();
    const served = makeApi({ ports, caller: () => 'nobody' })
      .routes.filter(({ method }) => method !== 'ALL')
      .map(
        ({ method, path }) => `${method} ${path.replace(':scope{.+}', '{scope+}').replace(':id', '{id}')}`,
      );

    expect(ROUTES.map(([method, path]) => `${method} ${path}`).sort()).toEqual([...new Set(served)].sort());
  });

  it.each(routes)('asks for an AWS signature on %s', (_id, { Properties }) => {
    expect(Properties.AuthorizationType).toBe('AWS_IAM');
  });

  it('is throttled', () => {
    service.template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    });
  });

  it('opens no other origin', () => {
    expect(service.text).not.toContain('CorsConfiguration');
  });
});
