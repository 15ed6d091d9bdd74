import { App } from 'aws-cdk-lib';
import { bundledCode } from './bundle.ts';
import { readDeployment } from './deployment.ts';
import { addOffpeak } from './offpeak.ts';

const app = new App({ analyticsReporting: false });
addOffpeak(app, readDeployment(app.node.tryGetContext('offpeak')), bundledCode());
app.synth();
