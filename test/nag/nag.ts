import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** What a pack of rules says of one construct. */
export interface Finding {
  /** `AwsSolutions-IAM5[Resource::*]` */
  readonly finding: string;
  readonly construct: string;
  readonly what: string;
}

/** Somebody has seen a finding and says why it stays. */
export interface Acknowledged {
  readonly finding: string;
  readonly construct: string;
  readonly reason: string;
}

export interface Report {
  readonly unacknowledged: readonly Finding[];
  readonly acknowledged: readonly Acknowledged[];
  /** Acknowledged, although no rule finds anything there any more. */
  readonly idle: readonly Acknowledged[];
  /** How often each rule of NIST 800-53 R5 is not met. It is a report, not a gate. */
  readonly nist: ReadonlyMap<string, number>;
}

/** Most distinct rules that may be acknowledged. */
export const MOST_RULES = 10;

/** `AwsSolutions-IAM5[Resource::*]` → `AwsSolutions-IAM5` */
export const ruleOf = (finding: string): string => finding.replace(/\[.*$/s, '');

export const rulesOf = (acknowledged: readonly Acknowledged[]): readonly string[] => [
  ...new Set(acknowledged.map(({ finding }) => ruleOf(finding))),
];

/** What cdk-nag says of an app that has been synthesised. */
export function inspect(app: App): Report {
  const all = findingsOf(app, seeingAll(new AwsSolutionsChecks(app)));
  const acknowledged = acknowledgedIn(app);
  const covers = (one: Acknowledged, { finding, construct }: Finding) =>
    one.finding === finding && `${construct}/`.startsWith(`${one.construct}/`);
  const nist = new Map<string, number>();
  for (const { finding } of findingsOf(app, new NIST80053R5Checks(app))) {
    const rule = ruleOf(finding).replace('NIST.800.53.R5-', '');
    nist.set(rule, (nist.get(rule) ?? 0) + 1);
  }
  return {
    unacknowledged: findingsOf(app, new AwsSolutionsChecks(app)),
    acknowledged,
    idle: acknowledged.filter((one) => !all.some((finding) => covers(one, finding))),
    nist,
  };
}

type Pack = Pick<AwsSolutionsChecks, 'validateScope'>;

const findingsOf = (app: App, pack: Pack): readonly Finding[] =>
  pack.validateScope(app).violations.flatMap(({ ruleName, description, violatingResources }) =>
    violatingResources.map(({ constructPath = '?' }) => ({
      finding: ruleName,
      construct: constructPath,
      what: description,
    })),
  );

/** The pack as if nothing were acknowledged: the only way to learn what an acknowledgement is still for. */
const seeingAll = (pack: AwsSolutionsChecks): Pack => Object.assign(pack, { isAcknowledged: () => false });

function acknowledgedIn(node: IConstruct): readonly Acknowledged[] {
  const own = node.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries<string>(data))
    .map(([id, reason]) => ({ finding: id.replace(/^annotation::/i, ''), construct: node.node.path, reason }))
    .filter(({ finding }) => finding.startsWith('AwsSolutions-'));
  return [...own, ...node.node.children.flatMap(acknowledgedIn)];
}
