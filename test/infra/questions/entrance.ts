import { ACCESS_LOG_FIELDS, POLICY_OF, ROUTES, THROTTLE } from '../../../infra/constructs/http-entrance.ts';
import { grantsOf } from '../grants.ts';
import { nameOf } from '../names.ts';
import { differences, type Question, unlike } from '../question.ts';
import type { Stacks } from '../synthesise.ts';

const routesOf = ({ service }: Stacks) => service.ofType('AWS::ApiGatewayV2::Route');

export const ENTRANCE: readonly Question[] = [
  {
    question: 'Is the HTTP API one, without CORS, and are its routes the listed ones?',
    holds: (stacks) => {
      const apis = stacks.service.ofType('AWS::ApiGatewayV2::Api');
      return [
        ...(apis.length === 1 ? [] : [`${apis.length} APIs`]),
        ...apis.flatMap(([, { Properties }]) =>
          unlike('the API', Properties, { ProtocolType: 'HTTP', CorsConfiguration: undefined }),
        ),
        ...differences(
          routesOf(stacks).map(([, { Properties }]) => String(Properties.RouteKey)),
          ROUTES.map(([method, path]) => `${method} ${path}`),
          { missing: 'no route', surplus: 'a route that is not listed' },
        ),
      ];
    },
  },
  {
    question: 'Does every route ask for an AWS signature?',
    holds: (stacks) =>
      routesOf(stacks).flatMap(([, { Properties }]) =>
        unlike(String(Properties.RouteKey), Properties, { AuthorizationType: 'AWS_IAM' }),
      ),
  },
  {
    question: 'Does every route lead to the function of the API, and nowhere else?',
    holds: (stacks) => {
      const integrations = stacks.service.ofType('AWS::ApiGatewayV2::Integration');
      return [
        ...(integrations.length === 1 ? [] : [`${integrations.length} integrations`]),
        ...integrations.flatMap(([id, { Properties }]) => [
          ...unlike('the integration', Properties, {
            IntegrationType: 'AWS_PROXY',
            PayloadFormatVersion: '2.0',
          }),
          ...differences(
            [
              nameOf(Properties.IntegrationUri),
              nameOf(Properties.ApiId),
              ...routesOf(stacks).map(
                ([, { Properties: route }]) =>
                  `${nameOf(route.ApiId)} ${JSON.stringify(route.Target).includes(id)}`,
              ),
            ],
            ['Api.Arn', 'ApiHttpApi', 'ApiHttpApi true'],
            { missing: 'leads not to', surplus: 'leads to' },
          ),
        ]),
      ];
    },
  },
  {
    question: 'Is every route limited in requests a second, a stop in a limit of its own?',
    holds: ({ service }) => {
      const stages = service.ofType('AWS::ApiGatewayV2::Stage');
      const limits = ({ rate, burst }: { rate: number; burst: number }) => ({
        ThrottlingBurstLimit: burst,
        ThrottlingRateLimit: rate,
      });
      return [
        ...(stages.length === 1 ? [] : [`${stages.length} stages`]),
        ...stages.flatMap(([, { Properties }]) =>
          unlike('the stage', Properties, {
            StageName: '$default',
            AutoDeploy: true,
            DefaultRouteSettings: limits(THROTTLE.read),
            RouteSettings: Object.fromEntries(
              ROUTES.map(([method, path, group]) => [`${method} ${path}`, limits(THROTTLE[group])]),
            ),
          }),
        ),
        ...stages.flatMap(([, { Properties }]) =>
          nameOf(Properties.ApiId) === 'ApiHttpApi' ? [] : ['a stage of no API'],
        ),
      ];
    },
  },
  {
    question: 'Does each policy allow the routes of its group of actions, and no others?',
    holds: (stacks) =>
      differences(
        grantsOf(stacks.service)
          .filter(({ action }) => action === 'execute-api:Invoke')
          .map(({ holder, resource }) => `${holder.replace('ApiHttp', '')} ${resource}`),
        ROUTES.map(
          ([method, path, group]) =>
            `${POLICY_OF[group]} ApiHttpApi/$default/${method}${path.replace(/\{[^}]*\}/g, '*')}`,
        ),
        { missing: 'does not allow', surplus: 'allows' },
      ),
  },
  {
    question: 'Is each request logged: who, which route, what came of it, and no header, query or body?',
    holds: ({ service }) =>
      service.ofType('AWS::ApiGatewayV2::Stage').flatMap(([, { Properties }]) => {
        const settings = Object(Properties.AccessLogSettings);
        return differences(
          [nameOf(settings.DestinationArn), String(settings.Format)],
          ['ApiHttpAccessLog.Arn', JSON.stringify(ACCESS_LOG_FIELDS)],
          { missing: 'is not logged', surplus: 'is logged' },
        );
      }),
  },
];
