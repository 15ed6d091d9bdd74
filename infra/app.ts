import { App } from 'aws-cdk-lib';
import { bundledCode } from './bundle.ts';
import { DeploymentRefused, readDeployment } from './deployment.ts';
import { addStacks } from './stacks.ts';

try {
  const app = new App({ analyticsReporting: false });
  addStacks(app, readDeployment(app.node.tryGetContext('offpeak')), bundledCode());
  app.synth();
} catch (error) {
  if (!(error instanceof DeploymentRefused)) throw error;
  const lines = ['The context "offpeak" (cdk.json, or --context) describes no deployment:', ...error.faults];
  process.stderr.write(`${lines.join('\n  ')}\n`);
  process.exitCode = 1;
}
