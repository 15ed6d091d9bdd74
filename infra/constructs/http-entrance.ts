import { CfnOutput } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { OffpeakFunction } from './function.ts';
import { acknowledgeStar } from './known-findings.ts';
import { ServiceLog } from './service-log.ts';

/**
 * What a caller is allowed as a whole: to look; to start and cancel; to stop, resume and acknowledge; to override one gate
 * of one run; to put a plan in force.
 */
export type ActionGroup = 'read' | 'run' | 'stop' | 'override' | 'plan';

/**
 * Every way in, each a route of its own in one group of actions, so that a policy can allow one and not another. Nothing
 * else is answered. The scope of a stop may hold a slash: `instance:<region>/<id>`.
 */
export const ROUTES = [
  [HttpMethod.GET, '/v1/health', 'read'],
  [HttpMethod.POST, '/v1/runs', 'run'],
  [HttpMethod.GET, '/v1/runs', 'read'],
  [HttpMethod.GET, '/v1/runs/{id}', 'read'],
  [HttpMethod.POST, '/v1/runs/{id}/cancel', 'run'],
  [HttpMethod.POST, '/v1/runs/{id}/acknowledge', 'stop'],
  [HttpMethod.GET, '/v1/refused', 'read'],
  [HttpMethod.GET, '/v1/plan', 'read'],
  [HttpMethod.PUT, '/v1/plan', 'plan'],
  [HttpMethod.POST, '/v1/overrides', 'override'],
  [HttpMethod.GET, '/v1/stops', 'read'],
  [HttpMethod.PUT, '/v1/stops/{scope+}', 'stop'],
  [HttpMethod.DELETE, '/v1/stops/{scope+}', 'stop'],
] as const satisfies readonly (readonly [HttpMethod, string, ActionGroup])[];

/** Requests a second, and at most at once, for each route of a group. A stop never waits behind a pipeline that polls. */
export const THROTTLE: Readonly<Record<ActionGroup, { readonly rate: number; readonly burst: number }>> = {
  read: { rate: 20, burst: 40 },
  run: { rate: 5, burst: 20 },
  stop: { rate: 10, burst: 20 },
  override: { rate: 1, burst: 5 },
  plan: { rate: 1, burst: 5 },
};

/** The policy of each group, by its name in the stack. */
export const POLICY_OF: Readonly<Record<ActionGroup, string>> = {
  read: 'ReadPolicy',
  run: 'RunPolicy',
  stop: 'StopPolicy',
  override: 'OverridePolicy',
  plan: 'PlanPolicy',
};

/** Who called which route, and what came of it: no header, no query, no body. */
export const ACCESS_LOG_FIELDS = {
  at: '$context.requestTimeEpoch',
  requestId: '$context.requestId',
  caller: '$context.identity.userArn',
  from: '$context.identity.sourceIp',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  bytes: '$context.responseLength',
  refused: '$context.error.message',
  integration: '$context.integrationErrorMessage',
} as const;

/** The stage is not the resource of CloudFormation whose routes have limits: an entrance without them is not made. */
class StageWithoutLimits extends Error {
  override readonly name = 'StageWithoutLimits';

  constructor(path: string, made: unknown) {
    super(`limit the routes of ${path} → it is made of ${Object(made).constructor.name}, not of a CfnStage`);
  }
}

/** The HTTP API: AWS signatures on every route, a limit on each, an access log, no CORS. */
export class HttpEntrance extends Construct {
  readonly httpApi: HttpApi;

  constructor(scope: Construct, id: string, served: OffpeakFunction, key: IKey | undefined) {
    super(scope, id);
    this.httpApi = new HttpApi(this, 'Api', { createDefaultStage: false });
    // One permission for this API: its routes differ in who may call them, not in what they call.
    const integration = new HttpLambdaIntegration('Served', served, { scopePermissionToRoute: false });
    const authorizer = new HttpIamAuthorizer();
    const routes = ROUTES.flatMap(([method, path]) =>
      this.httpApi.addRoutes({ path, methods: [method], integration, authorizer }),
    );
    const stage = this.#stage(key);
    // A limit for a route that is not there yet is refused.
    stage.node.addDependency(...routes);
    new CfnOutput(this, 'Url', { value: stage.url, description: 'Where the HTTP interface is served.' });
    for (const [group, name] of Object.entries(POLICY_OF)) {
      const allowed = ROUTES.filter(([, , of]) => of === group);
      if (allowed.length > 0) this.#policyFor(name, allowed);
    }
  }

  #stage(key: IKey | undefined): HttpStage {
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: THROTTLE.read.rate, burstLimit: THROTTLE.read.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new ServiceLog(this, 'AccessLog', key)),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
      },
    });
    const { defaultChild } = stage.node;
    if (!(defaultChild instanceof CfnStage)) throw new StageWithoutLimits(stage.node.path, defaultChild);
    defaultChild.routeSettings = Object.fromEntries(
      ROUTES.map(([method, path, group]) => {
        const { rate, burst } = THROTTLE[group];
        return [`${method} ${path}`, { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }];
      }),
    );
    return stage;
  }

  /** A policy of the account that allows one group: whoever is to have it is given it outside of this stack. */
  #policyFor(name: string, routes: readonly (typeof ROUTES)[number][]): void {
    const resources = routes.map(([method, path]) =>
      this.httpApi.arnForExecuteApi(method, path.replace(/\{[^}]*\}/g, '*'), '$default'),
    );
    const policy = new ManagedPolicy(this, name, {
      description: `Offpeak over HTTP: ${routes.map(([method, path]) => `${method} ${path}`).join(', ')}`,
      statements: [
        new PolicyStatement({
          actions: ['execute-api:Invoke'],
          resources,
        }),
      ],
    });
    for (const resource of resources.filter((arn) => arn.includes('*'))) {
      acknowledgeStar(policy, resource, 'A run, or the scope of a stop, is named when it is asked about.');
    }
    new CfnOutput(this, `${name}Arn`, { value: policy.managedPolicyArn });
  }
}
