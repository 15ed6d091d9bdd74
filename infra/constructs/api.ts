import type { Construct } from 'constructs';
import { type FunctionParts, OffpeakFunction } from './function.ts';
import { HttpEntrance } from './http-entrance.ts';
import { namesGiven } from './names-given.ts';
import type { RunWorkflow } from './run-workflow.ts';

/** api: the HTTP interface. It holds no credentials: what it starts, the workflow asks the vendor about. */
export class ApiFunction extends OffpeakFunction {
  readonly entrance: HttpEntrance;

  constructor(scope: Construct, parts: FunctionParts, workflow: RunWorkflow) {
    super(scope, 'Api', {
      ...parts,
      name: 'api',
      description: 'Offpeak over HTTP: plans, start, cancel, stop, resume, acknowledge, history.',
      // API Gateway gives up after 30 s.
      timeoutSeconds: 28,
      traced: true,
      environment: { ...workflow.environment, ...namesGiven(parts.deployment) },
      records: {
        indexes: ['attention', 'instance', 'month'],
        puts: ['run', 'audit', 'control'],
        updates: ['run', 'lease'],
        deletes: ['slot', 'control'],
      },
    });
    workflow.machine.grantStartExecution(this);
    workflow.grantExecutions(this, 'states:StopExecution');
    this.entrance = new HttpEntrance(this, 'Http', this, parts.key);
  }
}
