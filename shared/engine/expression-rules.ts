import { FUNCTIONS } from './functions.ts';
import { isObject, type JsonObject } from './json.ts';

/** What an expression may refer to at its place in the definition. */
export interface ExpressionRules {
  readonly result: boolean;
  readonly errorOutput: boolean;
  /** Names that some state of the machine assigns. */
  readonly variables: ReadonlySet<string>;
}

/** One level of names inside an expression, and whether a context item exists there. */
interface Place {
  readonly context: boolean;
  readonly bound: Set<string>;
}

/** Parts of a node that are evaluated with the node's own value as context item. */
const WITH_CONTEXT = ['predicate', 'stages', 'group', 'pattern', 'update', 'delete'];

/**
 * Every reason why the service, or this engine, will not take an expression: it reads an input document that does not
 * exist there (`$`, `$$`, unqualified names at the top level; States Language, JSONata Restrictions), reads
 * `$states.result` or `$states.errorOutput` where there is none, rebinds `$states`, or calls an unknown function.
 */
export function findFaults(syntaxTree: unknown, rules: ExpressionRules): readonly string[] {
  const faults = new Set<string>();
  walk(syntaxTree, { context: false, bound: new Set() });
  return [...faults];

  function walk(node: unknown, place: Place): void {
    if (Array.isArray(node)) {
      for (const each of node) walk(each, place);
    } else if (isObject(node)) {
      visit(node, place);
    }
  }

  function visit(node: JsonObject, place: Place): void {
    switch (node.type) {
      case 'path':
        visitPath(node, place);
        return;
      case 'name':
        if (!place.context) faults.add(`Reference to '${node.value}' at the top level is not supported.`);
        break;
      case 'wildcard':
      case 'descendant':
        if (!place.context) faults.add(`'${node.value}' at the top level is not supported.`);
        break;
      case 'variable':
        visitVariable(node, place);
        break;
      case 'bind':
        visitBinding(node, place);
        break;
      case 'function':
      case 'partial':
        requireFunction(node.procedure, place);
        break;
      case 'apply':
        requireFunction(node.rhs, place);
        break;
      case 'block':
        visitParts(node, { context: place.context, bound: new Set(place.bound) });
        return;
      case 'lambda':
        visitLambda(node, place);
        return;
    }
    visitParts(node, place);
  }

  function visitParts(node: JsonObject, place: Place): void {
    if (typeof node.focus === 'string') place.bound.add(node.focus);
    if (typeof node.index === 'string') place.bound.add(node.index);
    for (const [name, part] of Object.entries(node)) {
      walk(part, WITH_CONTEXT.includes(name) ? { ...place, context: true } : place);
    }
  }

  function visitPath(node: JsonObject, place: Place): void {
    const { steps, ...rest } = node;
    if (!Array.isArray(steps)) return;
    const [first, second] = steps;
    if (isObject(first) && first.type === 'variable' && first.value === 'states' && isObject(second)) {
      if (second.value === 'result' && !rules.result) faults.add('$states.result does not exist here.');
      if (second.value === 'errorOutput' && !rules.errorOutput)
        faults.add('$states.errorOutput does not exist here.');
    }
    steps.forEach((step, index) => {
      walk(step, index === 0 ? place : { ...place, context: true });
    });
    visitParts(rest, place);
  }

  function visitVariable(node: JsonObject, place: Place): void {
    if (node.value === '$') faults.add("'$$' is not supported: there is no input document.");
    if (node.value === '' && !place.context) faults.add("'$' at the top level is not supported.");
    if (node.value === 'eval' && !place.bound.has('eval'))
      faults.add("'$eval' is not supported; use $parse.");
  }

  function visitBinding(node: JsonObject, place: Place): void {
    const name = isObject(node.lhs) ? node.lhs.value : undefined;
    if (name === 'states') faults.add("'$states' is reserved and cannot be bound.");
    if (typeof name === 'string') place.bound.add(name);
  }

  function visitLambda(node: JsonObject, place: Place): void {
    const names = Array.isArray(node.arguments) ? node.arguments : [];
    const bound = new Set(place.bound);
    for (const each of names) if (isObject(each) && typeof each.value === 'string') bound.add(each.value);
    if (bound.has('states')) faults.add("'$states' is reserved and cannot be bound.");
    walk(node.body, { context: place.context, bound });
  }

  function requireFunction(called: unknown, place: Place): void {
    if (!isObject(called) || called.type !== 'variable' || typeof called.value !== 'string') return;
    const name = called.value;
    const known = FUNCTIONS.has(name) || place.bound.has(name) || rules.variables.has(name);
    if (!known && name !== 'eval' && name !== '' && name !== '$') faults.add(`Unknown function '$${name}'.`);
  }
}
