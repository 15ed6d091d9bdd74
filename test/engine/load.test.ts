import { describe, expect, it } from 'vitest';
import { DefinitionRefused } from '../../shared/engine/errors.ts';
import { loadDefinition } from '../../shared/engine/load.ts';
import { machineOf, passOf, taskOf } from './harness.ts';

function faultsOf(definition: unknown): readonly string[] {
  try {
    loadDefinition(definition);
    return [];
  } catch (refused) {
    if (!(refused instanceof DefinitionRefused)) throw refused;
    return refused.faults.map(({ state = '', field, message }) => `${state}|${field}|${message}`);
  }
}

const task = (fields: Record<string, unknown>) => machineOf({ S: taskOf({ End: true, ...fields }) });
const one = (state: Record<string, unknown>) => machineOf({ S: state });
const choice = (fields: Record<string, unknown>) =>
  machineOf({
    S: { Type: 'Choice', Choices: [{ Condition: true, Next: 'E' }], ...fields },
    E: { Type: 'Succeed' },
  });

describe('a definition is refused', () => {
  it.each([
    ['Map', one({ Type: 'Map', End: true }), 'S|Type|"Map" is not interpreted; known are Pass'],
    ['Parallel', one({ Type: 'Parallel', End: true }), 'S|Type|"Parallel" is not interpreted'],
    ['no Type', one({ End: true }), 'S|Type|nothing is not interpreted'],
    ['a type of Object.prototype', one({ Type: 'toString' }), 'S|Type|"toString" is not interpreted'],
    [
      'JSONPath by default',
      { StartAt: 'S', States: { S: { Type: 'Pass', End: true } } },
      'S|QueryLanguage|must be JSONata',
    ],
    ['JSONPath in a state', passOf({ QueryLanguage: 'JSONPath' }), 'S|QueryLanguage|must be JSONata'],
    ['a JSONPath field', passOf({ InputPath: '$.a' }), 'S|InputPath|belongs to JSONPath'],
    ['Result of a Pass', passOf({ Result: 1 }), 'S|Result|belongs to JSONPath'],
    ['Parameters of a Task', task({ Parameters: {} }), 'S|Parameters|belongs to JSONPath'],
    [
      'a Variable in a rule',
      choice({ Choices: [{ Variable: '$.a', IsNull: true, Next: 'E' }] }),
      'S|Choices[0]/Variable|belongs to JSONPath',
    ],
    ['HeartbeatSeconds', task({ HeartbeatSeconds: 5 }), 'S|HeartbeatSeconds|is not interpreted here'],
    ['Credentials', task({ Credentials: {} }), 'S|Credentials|is not interpreted'],
    [
      'a time-out of the machine',
      { ...Object(passOf({})), TimeoutSeconds: 5 },
      '|TimeoutSeconds|is not interpreted here: an execution that times out',
    ],
    ['an unknown field', passOf({ Outputs: 1 }), 'S|Outputs|is not interpreted here'],
    ['Retry on a Pass', passOf({ Retry: [] }), 'S|Retry|is not interpreted here'],
    ['Assign on a Succeed', one({ Type: 'Succeed', Assign: {} }), 'S|Assign|is not interpreted here'],
    ['Output on a Fail', one({ Type: 'Fail', Output: 1 }), 'S|Output|is not interpreted here'],
    ['Next on a Choice', choice({ Next: 'E' }), 'S|Next|is not interpreted here'],
    [
      'a foreign resource',
      task({ Resource: 'arn:aws:states:::sqs:sendMessage' }),
      'S|Resource|arn:aws:states:::sqs:sendMessage is not interpreted',
    ],
    [
      '.waitForTaskToken',
      task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
      'S|Resource|waits for a task token',
    ],
    ['.sync', task({ Resource: 'arn:aws:states:::ecs:runTask.sync' }), 'S|Resource|waits for a job'],
    [
      'a qualified function',
      task({ Resource: 'arn:aws:lambda:us-east-1:111111111111:function:f:live' }),
      'S|Resource|arn:aws:lambda',
    ],
    ['no resource', task({ Resource: undefined }), 'S|Resource|must be an ARN'],
    [
      'a foreign argument',
      task({ Arguments: { FunctionName: 'work', Qualifier: '1' } }),
      'S|Arguments/Qualifier|is not interpreted',
    ],
    ['no function name', task({ Arguments: { Payload: 1 } }), 'S|Arguments/FunctionName|must be the name'],
    ['arguments that are no object', task({ Arguments: [] }), 'S|Arguments|must name a function'],
    ['TimeoutSeconds 0', task({ TimeoutSeconds: 0 }), 'S|TimeoutSeconds|must be a whole number from 1'],
    ['a missing Next', one({ Type: 'Pass' }), 'S|Next|is missing: a state needs Next or'],
    ['Next and End', passOf({ Next: 'S' }), 'S|Next|excludes End'],
    ['End: false', passOf({ End: false }), 'S|End|must be true'],
    ['a target that is not there', one({ Type: 'Pass', Next: 'T' }), "S|Next|there is no state 'T'"],
    [
      'a Catch that leads nowhere',
      task({ Catch: [{ ErrorEquals: ['E'], Next: 'T' }] }),
      "S|Catch[0]/Next|there is no state 'T'",
    ],
    [
      'a rule that leads nowhere',
      choice({ Choices: [{ Condition: true, Next: 'T' }], Default: 'E' }),
      "S|Choices[0]/Next|there is no state 'T'",
    ],
    [
      'a state that nothing leads to',
      machineOf({ S: { Type: 'Succeed' }, T: { Type: 'Succeed' } }),
      'T|Type|nothing leads to',
    ],
    [
      'a machine without an end',
      machineOf({ S: { Type: 'Pass', Next: 'T' }, T: { Type: 'Pass', Next: 'S' } }),
      '|States|no state ends',
    ],
    ['StartAt elsewhere', { ...Object(passOf({})), StartAt: 'X' }, "|StartAt|there is no state 'X'"],
    ['no rules', choice({ Choices: [], Default: 'E' }), 'S|Choices|must be a non-empty array'],
    ['a rule without Condition', choice({ Choices: [{ Next: 'E' }] }), 'S|Choices[0]/Condition|is missing'],
    [
      'a Condition that is text',
      choice({ Choices: [{ Condition: 'yes', Next: 'E' }] }),
      'S|Choices[0]/Condition|must be a JSONata string',
    ],
    [
      'Seconds and Timestamp',
      one({ Type: 'Wait', Seconds: 1, Timestamp: '2026-11-24T00:00:00Z', End: true }),
      'S|Seconds|a Wait needs exactly one',
    ],
    ['neither of them', one({ Type: 'Wait', End: true }), 'S|Seconds|a Wait needs exactly one'],
    [
      'half a second',
      one({ Type: 'Wait', Seconds: 0.5, End: true }),
      'S|Seconds|must be a whole number from 0',
    ],
    [
      'a bad literal Timestamp',
      one({ Type: 'Wait', Timestamp: 'tomorrow', End: true }),
      'S|Timestamp|must be an ISO-8601',
    ],
    ['a Cause that is no text', one({ Type: 'Fail', Cause: 5 }), 'S|Cause|must be a string'],
    [
      'States.ALL in company',
      task({ Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] }),
      'S|Retry[0]/ErrorEquals|States.ALL must stand alone',
    ],
    [
      'States.ALL before the last',
      task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }),
      'S|Retry[0]/ErrorEquals|States.ALL must stand alone',
    ],
    [
      'no error names',
      task({ Retry: [{ ErrorEquals: [] }] }),
      'S|Retry[0]/ErrorEquals|must be a non-empty array',
    ],
    [
      'BackoffRate below 1',
      task({ Retry: [{ ErrorEquals: ['E'], BackoffRate: 0.5 }] }),
      'S|Retry[0]/BackoffRate|must be a number from 1',
    ],
    [
      'IntervalSeconds 0',
      task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 0 }] }),
      'S|Retry[0]/IntervalSeconds|must be a whole number',
    ],
    [
      'a jitter of its own',
      task({ Retry: [{ ErrorEquals: ['E'], JitterStrategy: 'HALF' }] }),
      'S|Retry[0]/JitterStrategy|must be FULL or NONE',
    ],
    ['Assign to states', passOf({ Assign: { states: 1 } }), 'S|Assign/states|is reserved'],
    ['Assign to no name', passOf({ Assign: { '1st': 1 } }), 'S|Assign/1st|is not a name'],
    ['Assign that is no object', passOf({ Assign: '{% $states.input %}' }), 'S|Assign|must be a JSON object'],
    ['Retry that is no list', task({ Retry: {} }), 'S|Retry|must be an array'],
    ['half a delimiter', passOf({ Output: '{% 1' }), "S|Output|A JSONata string starts with '{%'"],
    ['a state that is no object', machineOf({ S: 5 }), 'S|Type|a state must be an object'],
    [
      'no states',
      { QueryLanguage: 'JSONata', StartAt: 'S', States: {} },
      '|States|must be a non-empty object',
    ],
    ['no object at all', 'text', '|States|the definition must be a JSON object'],
    ['another version', { ...Object(passOf({})), Version: '2.0' }, '|Version|must be "1.0"'],
    ['a comment that is no text', passOf({ Comment: 1 }), 'S|Comment|must be a string'],
  ])('for %s', (_what, definition, expected) => {
    expect(faultsOf(definition)).toContainEqual(expect.stringContaining(expected));
  });

  it('for all its faults at once, each on its own line', () => {
    const definition = machineOf({
      A: { Type: 'Pass', Output: ['{% a %}', '{% $ %}'], Next: 'B' },
      B: { Type: 'Wait', Seconds: -1, Next: 'C' },
    });

    expect(() => loadDefinition(definition)).toThrow(
      [
        'The definition was refused:',
        "state A, field Output[0]: The JSONata expression 'a' is refused: Reference to 'a' at the top level is not supported.",
        "state A, field Output[1]: The JSONata expression '$' is refused: '$' at the top level is not supported.",
        'state B, field Seconds: must be a whole number from 0 to 99999999.',
        "state B, field Next: there is no state 'C'.",
      ].join('\n'),
    );
  });
});

describe('a definition is taken', () => {
  it.each([
    [
      'JSONata for the states only',
      { StartAt: 'S', States: { S: { Type: 'Pass', QueryLanguage: 'JSONata', End: true } } },
    ],
    ['a Choice without Default', choice({})],
    ['functions in any partition', task({ Resource: 'arn:aws-cn:states:::lambda:invoke' })],
    [
      'a function by its own ARN',
      task({ Resource: 'arn:aws-cn:lambda:cn-north-1:111111111111:function:f', Arguments: 1 }),
    ],
    ['arguments known only when run', task({ Arguments: '{% $states.input %}' })],
    ['a Task that waits as long as an expression says', task({ TimeoutSeconds: '{% $states.input.s %}' })],
    ['comments and a version', { ...Object(passOf({ Comment: 'c' })), Comment: 'c', Version: '1.0' }],
    [
      'a loop with an end',
      machineOf({
        S: { Type: 'Choice', Choices: [{ Condition: true, Next: 'S' }], Default: 'E' },
        E: { Type: 'Succeed' },
      }),
    ],
  ])('with %s', (_what, definition) => {
    expect(faultsOf(definition)).toEqual([]);
  });
});
