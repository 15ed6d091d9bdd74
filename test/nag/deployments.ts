import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type DeploymentSettings, readDeployment } from '../../infra/deployment.ts';
import { addStacks } from '../../infra/stacks.ts';
import { OPTIONS_ON } from '../infra/synthesise.ts';

const PLAIN = {
  deployment: 'main',
  credentials: ['offpeak/prod'],
  language: 'en',
  timezone: 'Asia/Shanghai',
} as const satisfies DeploymentSettings;

/** Both stacks of a deployment as a tree of constructs. No rule reads a function's code, so none is bundled. */
export function deployed(settings: Partial<DeploymentSettings> = {}): App {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  addStacks(app, readDeployment({ ...PLAIN, ...settings }), (name) => Code.fromInline(`// ${name}`));
  return app;
}

/** The deployments that are inspected: everything optional off, and everything on. */
export const DEPLOYMENTS: Readonly<Record<string, () => App>> = {
  'options off': deployed,
  'options on': () => deployed(OPTIONS_ON),
};
