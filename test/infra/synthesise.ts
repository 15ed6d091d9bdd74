import { App, type Environment } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { readDeployment } from '../../infra/deployment.ts';
import { addStacks } from '../../infra/stacks.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A synthesised stack, as resources by their logical ids. */
export interface Synthesised {
  readonly template: Template;
  readonly text: string;
  readonly resources: Readonly<Record<string, Resource>>;
  ofType(type: string): readonly (readonly [id: string, resource: Resource])[];
}

/** Both stacks of a deployment, synthesised without bundling: a function's code is its name. */
export function synthesise(env?: Environment): { data: Synthesised; service: Synthesised } {
  const deployment = readDeployment({
    deployment: 'test',
    credentials: ['offpeak/prod', 'offpeak/staging'],
    language: 'zh-CN',
    timezone: 'Asia/Shanghai',
  });
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  const stacks = addStacks(app, deployment, (name) => Code.fromInline(`// ${name}`), env);
  return { data: read(Template.fromStack(stacks.data)), service: read(Template.fromStack(stacks.service)) };
}

function read(template: Template): Synthesised {
  const json = template.toJSON();
  const resources: Readonly<Record<string, Resource>> = json.Resources;
  return {
    template,
    text: JSON.stringify(json),
    resources,
    ofType: (type) => Object.entries(resources).filter(([, resource]) => resource.Type === type),
  };
}
