import type { PlanFault } from '../../shared/plan/faults.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import { type ReadPlanWith, readPlan } from '../../shared/plan/read.ts';

/** A plan in its sections, sound as it stands; a test replaces the one that it is about. */
export const SECTIONS = {
  timezone: 'timezone: Asia/Shanghai',
  defaults: 'defaults: { account: prod, window: weeknights, notify: dba }',
  accounts: 'accounts:\n  prod: { region: cn-beijing, credentials: offpeak/prod }',
  windows: 'windows:\n  weeknights: { days: mon-thu, open: "02:00", close: "04:30" }',
  freezes: 'freezes: []',
  limits: 'limits: {}',
  notify: 'notify:\n  dba: { feishu: offpeak/feishu-dba }',
  rules: 'rules:\n  - { name: orders, match: { instance: redis-orders }, every: opening }',
};

/** The text of a sound plan with some sections replaced. */
export function planText(sections: Partial<typeof SECTIONS> = {}): string {
  return Object.values({ ...SECTIONS, ...sections }).join('\n');
}

/** The plan of a text that must be sound. */
export function soundPlan(text: string, reading?: ReadPlanWith): Plan {
  const read = readPlan(text, reading);
  if ('faults' in read) throw new Error(read.faults.map(({ sentence }) => sentence).join('\n'));
  return read.plan;
}

/** The faults of a text; none where it is sound. */
export function faultsOf(text: string, reading?: ReadPlanWith): readonly PlanFault[] {
  const read = readPlan(text, reading);
  return 'faults' in read ? read.faults : [];
}

/** The faults of a text as `path: sentence`. */
export function told(text: string, reading?: ReadPlanWith): string[] {
  return faultsOf(text, reading).map(({ path, sentence }) => `${path}: ${sentence}`);
}
