/** What a drawing needs of one state of a definition. */
interface DrawnState {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}

/** What a drawing needs of a definition in the Amazon States Language. State names must be words (`\w+`). */
export interface Drawable {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, DrawnState>>;
}

interface Transition {
  readonly from: string;
  readonly to: string;
  /** In Mermaid, with its label; dotted for a caught error. */
  readonly arrow: string;
}

const CAUGHT = '-. error .->';

const BEGIN = 'begin';
const DONE = 'done';

/** A choice is a diamond, a wait rounded, an end a circle; anything else is the box that a bare name gets. */
const SHAPES: Readonly<Record<string, (name: string) => string>> = {
  Choice: (name) => `${name}{${name}}`,
  Wait: (name) => `${name}([${name}])`,
  Succeed: (name) => `${name}((${name}))`,
  Fail: (name) => `${name}((${name}))`,
};

/**
 * Draws a workflow as a Mermaid flowchart in which each transition stands once: in the first line the longest way from
 * begin to end that enters no state twice and meets no error, below it what branches off, each branch as far as it enters
 * new states.
 *
 * What is drawn is the object that runs, so that the picture cannot say anything else.
 */
export function mermaidOf({ StartAt, States }: Drawable): string {
  const transitions: readonly Transition[] = [
    { from: BEGIN, to: StartAt, arrow: '-->' },
    ...Object.entries(States).flatMap(([name, state]) => transitionsOf(name, state)),
  ];
  const trunk = longestWay(transitions, BEGIN, new Set([BEGIN])) ?? [];
  const entered = new Set([BEGIN, ...trunk.map(({ to }) => to)]);
  const left = new Set(transitions.filter((transition) => !trunk.includes(transition)));
  const lines = [trunk];
  for (const transition of left) lines.push(branchFrom(transition, left, entered));
  const nodeOf = shapedOnce(States);
  const drawn = lines.filter((line) => line.length > 0).map((line) => `  ${lineOf(line, nodeOf)}`);
  return ['flowchart LR', ...drawn].join('\n');
}

function transitionsOf(from: string, state: DrawnState): readonly Transition[] {
  const { Next, Default, End, Choices = [], Catch = [] } = state;
  return [
    ...Choices.map((choice) => ({ from, to: choice.Next, arrow: `-- ${labelOf(choice.Condition)} -->` })),
    ...(Default === undefined ? [] : [{ from, to: Default, arrow: '-- otherwise -->' }]),
    ...(Next === undefined ? [] : [{ from, to: Next, arrow: '-->' }]),
    ...(End === true ? [{ from, to: DONE, arrow: '-->' }] : []),
    ...Catch.map((caught) => ({ from, to: caught.Next, arrow: CAUGHT })),
  ];
}

/** `{% $states.input.decision = "not yet" %}` reads `not yet`; a condition of another form stands as it is. */
function labelOf(condition: string): string {
  const expression = condition.replace(/^\{%\s*|\s*%\}$/g, '');
  const [, value] = /^\$states\.input\.\w+ = "([^"]+)"$/.exec(expression) ?? [];
  return value === undefined ? JSON.stringify(expression.replaceAll('"', "'")) : value;
}

/**
 * Of the ways to an end that enter no state twice and go by the fewest errors, the longest; of equal ones, the one
 * declared first.
 */
function longestWay(
  transitions: readonly Transition[],
  from: string,
  entered: ReadonlySet<string>,
): readonly Transition[] | undefined {
  const leaving = transitions.filter((transition) => transition.from === from);
  if (leaving.length === 0) return [];
  const ways = leaving.flatMap((transition) => {
    if (entered.has(transition.to)) return [];
    const rest = longestWay(transitions, transition.to, new Set([...entered, transition.to]));
    return rest === undefined ? [] : [[transition, ...rest]];
  });
  return ways.toSorted((one, other) => errorsIn(one) - errorsIn(other) || other.length - one.length)[0];
}

const errorsIn = (way: readonly Transition[]): number => way.filter(({ arrow }) => arrow === CAUGHT).length;

/** A transition, and what follows it as long as it leads into states that are not drawn yet. Takes them out of `left`. */
function branchFrom(first: Transition, left: Set<Transition>, entered: Set<string>): readonly Transition[] {
  const branch: Transition[] = [];
  let next: Transition | undefined = first;
  while (next !== undefined) {
    const { to }: Transition = next;
    branch.push(next);
    left.delete(next);
    next = entered.has(to) ? undefined : [...left].find(({ from }) => from === to);
    entered.add(to);
  }
  return branch;
}

const lineOf = (line: readonly Transition[], nodeOf: (name: string) => string): string =>
  line
    .map(({ from, to, arrow }, at) => `${at === 0 ? `${nodeOf(from)} ` : ''}${arrow} ${nodeOf(to)}`)
    .join(' ');

/** Names a node: the first time with its shape. */
function shapedOnce(states: Drawable['States']): (name: string) => string {
  const shown = new Set<string>();
  return (name) => {
    if (shown.has(name)) return name;
    shown.add(name);
    if (name === BEGIN) return `${BEGIN}((" "))`;
    if (name === DONE) return `${DONE}((("  ")))`;
    return SHAPES[states[name]?.Type ?? '']?.(name) ?? name;
  };
}
