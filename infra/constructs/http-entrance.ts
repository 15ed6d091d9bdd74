import { CfnOutput } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { OffpeakFunction } from './function.ts';

/**
 * Every way in, each a route of its own, so that a policy can allow one and not another. Nothing else is answered.
 * The scope of a stop may hold a slash: `instance:<region>/<id>`.
 */
export const ROUTES = [
  [HttpMethod.GET, '/v1/health'],
  [HttpMethod.POST, '/v1/runs'],
  [HttpMethod.GET, '/v1/runs'],
  [HttpMethod.GET, '/v1/runs/{id}'],
  [HttpMethod.POST, '/v1/runs/{id}/cancel'],
  [HttpMethod.POST, '/v1/runs/{id}/acknowledge'],
  [HttpMethod.POST, '/v1/overrides'],
  [HttpMethod.GET, '/v1/plan'],
  [HttpMethod.PUT, '/v1/plan'],
  [HttpMethod.GET, '/v1/stops'],
  [HttpMethod.PUT, '/v1/stops/{scope+}'],
  [HttpMethod.DELETE, '/v1/stops/{scope+}'],
] as const;

/** The HTTP API: AWS signatures on every route, throttled, no CORS. */
export class HttpEntrance extends Construct {
  constructor(scope: Construct, id: string, served: OffpeakFunction) {
    super(scope, id);
    const httpApi = new HttpApi(this, 'Api', { createDefaultStage: false });
    const integration = new HttpLambdaIntegration('Served', served);
    const authorizer = new HttpIamAuthorizer();
    for (const [method, path] of ROUTES)
      httpApi.addRoutes({ path, methods: [method], integration, authorizer });
    const stage = new HttpStage(this, 'Stage', {
      httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 20, burstLimit: 40 },
    });
    new CfnOutput(this, 'Url', { value: stage.url, description: 'Where the HTTP interface is served.' });
  }
}
