import { App, type Environment } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type Deployment, type DeploymentSettings, readDeployment } from '../../infra/deployment.ts';
import { addStacks } from '../../infra/stacks.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

interface TemplateJson {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** A synthesised stack, as resources by their logical ids. */
export interface Synthesised {
  readonly json: Partial<TemplateJson>;
  readonly text: string;
  readonly resources: Readonly<Record<string, Resource>>;
  ofType(type: string): readonly (readonly [id: string, resource: Resource])[];
}

/** Both stacks, and what they were told. */
export interface Stacks {
  readonly deployment: Deployment;
  readonly data: Synthesised;
  readonly service: Synthesised;
}

const SETTINGS = {
  deployment: 'test',
  credentials: ['offpeak/prod', 'offpeak/staging'],
  language: 'zh-CN',
  timezone: 'Asia/Shanghai',
} as const satisfies DeploymentSettings;

/**
 * Everything optional that a deployment may ask for: for the questions, cdk-nag, cfn-lint and moto. With a setting that is
 * not here this is no longer of its type.
 */
export const OPTIONS_ON: Required<Omit<DeploymentSettings, keyof typeof SETTINGS>> = {
  signatureLifeSeconds: 30,
  requestTimeoutSeconds: 5,
  reservedConcurrency: { 'switch-over': 10, due: 1, settle: 1, api: 20 },
  fixedEgress: true,
  customerManagedKey: true,
  notify: { secrets: ['offpeak/feishu-dba', 'offpeak/hook'], topics: ['dba-pager'] },
  runbook: 'https://wiki.example/offpeak',
  alarms: { topics: ['oncall'], nothingProvenForDays: 7 },
  dashboard: true,
  secretKeys: ['arn:aws:kms:ap-southeast-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000'],
};

/** Both stacks of a deployment, synthesised without bundling: a function's code is its name. */
export function synthesise(env?: Environment, settings: Partial<DeploymentSettings> = {}) {
  const deployment = readDeployment({ ...SETTINGS, ...settings });
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  const stacks = addStacks(app, deployment, (name) => Code.fromInline(`// ${name}`), env);
  const [data, service] = [Template.fromStack(stacks.data), Template.fromStack(stacks.service)];
  return {
    deployment,
    data: { ...readTemplate(data.toJSON()), template: data },
    service: { ...readTemplate(service.toJSON()), template: service },
  };
}

/** A template as resources by their logical ids. */
export function readTemplate(json: Partial<TemplateJson>): Synthesised {
  const { Resources: resources = {} } = json;
  return {
    json,
    get text() {
      return JSON.stringify(json);
    },
    resources,
    ofType: (type) => Object.entries(resources).filter(([, resource]) => resource.Type === type),
  };
}
