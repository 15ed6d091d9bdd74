import { App, Stack } from 'aws-cdk-lib';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  QueryLanguage,
  StateMachine,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Offpeak } from 'offpeak/cdk';

const app = new App();
const stack = new Stack(app, 'orders');

const offpeak = new Offpeak(stack, 'Offpeak', {
  deployment: 'orders',
  credentials: ['offpeak/prod'],
  language: 'en',
  timezone: 'Asia/Shanghai',
});

// A workflow of the team: it asks for a run in the window, and goes on only where the roles have moved.
const drill = offpeak.switchoverTask('SwitchOver', {
  rule: 'orders-home',
  reason: 'Monthly failover drill of the orders team',
});
const notSwitched = new Fail(stack, 'NotSwitched', { error: 'NotSwitched' });
drill.addCatch(new Fail(stack, 'HeldForAPerson', { error: 'HeldForAPerson' }), {
  errors: ['UNKNOWN', 'PARTIAL'],
});
drill.addCatch(notSwitched, { errors: ['FAILED', 'InputRefused'] });
// No answer is not "nothing happened".
const notKnown = new Fail(stack, 'NotKnown', {
  error: 'NotKnown',
  cause: "Look at the run's record before anything is asked again, and never ask under another key.",
});
drill.addCatch(notKnown, { errors: ['States.ALL'] });
const switched = Condition.jsonata('{% $states.input.outcome in ["SUCCEEDED", "NOTHING_TO_DO"] %}');
const decision = Choice.jsonata(stack, 'Switched')
  .when(switched, new Succeed(stack, 'Done'))
  .otherwise(notSwitched);
new StateMachine(stack, 'Drill', {
  queryLanguage: QueryLanguage.JSONATA,
  definitionBody: DefinitionBody.fromChainable(drill.next(decision)),
});

// Whoever follows the topic hears of each run that needs a person.
const onCall = new Topic(stack, 'OnCall', { enforceSSL: true });
offpeak.onOutcome('NeedsAPerson', {
  outcomes: ['UNKNOWN', 'PARTIAL', 'FAILED'],
  target: new SnsTopic(onCall),
});

// A pipeline that may ask for runs, and nothing else.
const pipeline = new Role(stack, 'Pipeline', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
offpeak.grantRun(pipeline);
