import { definition } from '../../shared/workflow/definition.ts';
import { mermaidOf } from '../../shared/workflow/diagram.ts';
import type { Blocks } from './blocks.ts';
import { chainingBlocks } from './chaining.ts';
import { fenced } from './markdown.ts';
import { notifyBlocks } from './notify.ts';
import { outcomesBlock } from './outcomes.ts';
import { permissionsOutput } from './permissions.ts';
import { defaultsBlock, planFieldBlocks } from './plan-fields.ts';
import { practiceOutput, withoutActs } from './practice.ts';
import { windowBlocks } from './windows.ts';

/** The pages that hold generated blocks, from the root of the repository. */
export const PAGES = [
  'README.md',
  'README.zh-CN.md',
  'docs/practice.md',
  'docs/windows.md',
  'docs/plan.md',
  'docs/runbook.md',
  'docs/chaining.md',
  'docs/notify.md',
  'docs/volcengine-permissions.md',
] as const;

/** Every generated block, by name. Plays the practice once, against a local endpoint. */
export async function allBlocks(): Promise<Blocks> {
  const practised = await practiceOutput();
  return {
    workflow: fenced('mermaid', mermaidOf(definition)),
    practice: fenced('text', withoutActs(practised, [1, 3])),
    'practice-whole': fenced('text', practised),
    defaults: defaultsBlock(),
    outcomes: outcomesBlock(),
    'accounts-check': fenced('text', await permissionsOutput()),
    ...planFieldBlocks(),
    ...windowBlocks(),
    ...(await chainingBlocks()),
    ...(await notifyBlocks()),
  };
}
