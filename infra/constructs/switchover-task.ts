import { Duration } from 'aws-cdk-lib';
import { IntegrationPattern, QueryLanguage, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import {
  StepFunctionsStartExecution,
  type StepFunctionsStartExecutionProps,
} from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { RunWorkflow } from './run-workflow.ts';

/** One instance by what the plan knows: exactly one of the two. */
type Subject =
  | { readonly rule: string; readonly instance?: never }
  | { readonly instance: string; readonly rule?: never };

/** A run that a state of another workflow asks for. Any text may be a JSONata string: `{% $states.input.rule %}`. */
export type SwitchoverTaskProps = Subject & {
  /** Kept with the run. */
  readonly reason: string;
  /**
   * What makes repeated requests one run. Default: the execution of the workflow that asks and the state in it, so that a
   * retry is the same run. A loop or a Map enters one state many times and needs a key with its item in it.
   */
  readonly key?: string;
  /** `now`, `window` (default), or an instant with offset. */
  readonly when?: string;
  /** Evaluates everything and sends nothing. */
  readonly dryRun?: boolean;
  /**
   * `answer` (default): a task token; a bad outcome is an error of its own name, and the run outlives the workflow.
   * `end`: `.sync:2`; a bad outcome is `States.TaskFailed`, and stopping the workflow aborts the run's execution. A duplicate
   * ends well with the outcome `NOT_KNOWN`: another execution acts for the run.
   *
   * Any other error, a time-out or a refused start, tells nothing of the run: look at its record, and never ask under another
   * key.
   */
  readonly waitFor?: 'answer' | 'end';
  /** How long to wait for an answer. Default: 8 days, longer than from any opening to the next. */
  readonly timeout?: Duration;
  readonly comment?: string;
};

/** What the run came to. A duplicate knows no outcome, which no Choice may take for a switchover that did not happen. */
const WHAT_IT_CAME_TO =
  '{% $exists($states.result.Output.outcome) ? $states.result.Output : $merge([$states.result.Output, {"outcome": "NOT_KNOWN"}]) %}';

const LONGEST_WAIT = Duration.days(8);

/** The two forms of waiting have one name each; a time-out of the second would abort a switchover under way. */
export class TimeoutAbortsTheRun extends Error {
  override readonly name = 'TimeoutAbortsTheRun';

  constructor(path: string) {
    super(
      `make ${path} → a timeout with waitFor "end" would abort a run under way; wait for the answer instead`,
    );
  }
}

/** The CDK gives a workflow that waits for the end all that this takes, but for the key of what it waits for. */
class StartAndReadTheEnd extends StepFunctionsStartExecution {
  constructor(
    scope: Construct,
    id: string,
    workflow: RunWorkflow,
    props: Omit<StepFunctionsStartExecutionProps, 'stateMachine'>,
  ) {
    super(scope, id, { ...props, stateMachine: workflow.machine });
    this.taskPolicies?.push(...workflow.readingOfExecutions());
  }
}

/** A Task that starts a run and waits for it. Throws `TimeoutAbortsTheRun`. */
export function makeSwitchoverTask(
  scope: Construct,
  id: string,
  workflow: RunWorkflow,
  props: SwitchoverTaskProps,
): StepFunctionsStartExecution {
  const { waitFor = 'answer', timeout, comment, ...request } = props;
  if (waitFor === 'end' && timeout !== undefined) throw new TimeoutAbortsTheRun(`${scope.node.path}/${id}`);
  const input = TaskInput.fromObject({
    key: "{% $states.context.Execution.Id & '/' & $states.context.State.Name %}",
    when: 'window',
    ...request,
    ...(waitFor === 'answer' && { taskToken: '{% $states.context.Task.Token %}' }),
  });
  const task = {
    input,
    queryLanguage: QueryLanguage.JSONATA,
    // The console then leads from the run's execution back to the workflow that asked.
    associateWithParent: true,
    ...(comment !== undefined && { comment }),
  };
  if (waitFor === 'end') {
    return new StartAndReadTheEnd(scope, id, workflow, {
      ...task,
      integrationPattern: IntegrationPattern.RUN_JOB,
      outputs: WHAT_IT_CAME_TO,
    });
  }
  return new StepFunctionsStartExecution(scope, id, {
    ...task,
    stateMachine: workflow.machine,
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    taskTimeout: Timeout.duration(timeout ?? LONGEST_WAIT),
  });
}
