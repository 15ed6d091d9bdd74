import { describe, expect, it } from 'vitest';
import { definition } from '../../shared/workflow/definition.ts';
import { type Drawable, mermaidOf } from '../../shared/workflow/diagram.ts';

describe('a drawing of the workflow', () => {
  const drawn = mermaidOf(definition)
    .split('\n')
    .map((line) => line.trim());

  it('shows the six states of a happy run first, then what branches off', () => {
    expect(drawn).toEqual([
      'flowchart LR',
      'begin((" ")) --> CheckWindow --> WindowDecision{WindowDecision} -- yes --> SwitchOver --> PollStatus --> PollDecision{PollDecision} -- otherwise --> RecordOutcome --> done((("  ")))',
      'WindowDecision -- not yet --> WaitForWindow([WaitForWindow]) --> CheckWindow',
      'WindowDecision -- duplicate --> Duplicate((Duplicate))',
      'WindowDecision -- otherwise --> RecordOutcome',
      'SwitchOver -. error .-> WaitToPoll([WaitToPoll]) --> PollStatus',
      'PollStatus -. error .-> WaitToPoll',
      'PollDecision -- changing --> WaitToPoll',
      'PollDecision -- next batch --> SwitchOver',
    ]);
  });

  it('leaves out no state', () => {
    const names = Object.keys(definition.States);

    expect(names.filter((name) => !drawn.join('\n').includes(name))).toEqual([]);
  });
});

const drawnLines = (machine: Drawable) => mermaidOf(machine).split('\n').slice(1);

it('shows a condition of another form as it is, in quotes that Mermaid can read', () => {
  const machine: Drawable = {
    StartAt: 'Ask',
    States: {
      Ask: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.name != "x" %}', Next: 'End' }] },
      End: { Type: 'Fail' },
    },
  };

  expect(drawnLines(machine)).toEqual([
    `  begin((" ")) --> Ask{Ask} -- "$states.input.name != 'x'" --> End((End))`,
  ]);
});

it('draws a circle once, without walking in it', () => {
  const machine: Drawable = {
    StartAt: 'Look',
    States: {
      Look: { Type: 'Task', Next: 'Rest', Catch: [{ Next: 'Over' }] },
      Rest: { Type: 'Wait', Next: 'Look' },
      Over: { Type: 'Succeed' },
    },
  };

  expect(drawnLines(machine)).toEqual([
    '  begin((" ")) --> Look -. error .-> Over((Over))',
    '  Look --> Rest([Rest]) --> Look',
  ]);
});

it('draws a machine without an end too: branches only', () => {
  const machine: Drawable = { StartAt: 'Look', States: { Look: { Type: 'Task', Next: 'Look' } } };

  expect(drawnLines(machine)).toEqual(['  begin((" ")) --> Look --> Look']);
});
