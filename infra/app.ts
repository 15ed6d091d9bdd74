import { App } from 'aws-cdk-lib';
import { bundledCode } from './bundle.ts';
import { readDeployment } from './deployment.ts';
import { addStacks } from './stacks.ts';

const app = new App({ analyticsReporting: false });
addStacks(app, readDeployment(app.node.tryGetContext('offpeak')), bundledCode());
app.synth();
