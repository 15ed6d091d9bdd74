import type { Account } from '../plan/plan.ts';
import type { Finding } from '../volcengine/permissions.ts';
import { inColumns } from './columns.ts';
import type { AccountPermissions } from './programs.ts';
import type { Words } from './words.ts';

/** What keeps an account from what its mode in the plan asks of it: rights that are missing or could not be told. */
export function lacksOf({ account, findings }: AccountPermissions): readonly Finding[] {
  return findings.filter(
    ({ action, standing }) =>
      (standing === 'missing' || standing === 'unclear') &&
      (action !== 'SwitchOver' || account.mode === 'switch'),
  );
}

/** The accounts of a plan with each permission on a line, and what to do about them at the end. */
export function permissionLines(found: readonly AccountPermissions[], words: Words): readonly string[] {
  const blocks = found.flatMap(({ account, findings }) => [
    words.permissions.account(account.name, account.region, words.modes[account.mode]),
    ...inColumns(findings.map((finding) => ['', finding.action, detailOf(finding, account.mode, words)])),
    '',
  ]);
  const verdicts = found.flatMap((one) => verdictsOf(one, words));
  const unprobed = found.some(
    ({ account, findings }) =>
      account.mode === 'switch' &&
      findings.some(({ action, standing }) => action === 'SwitchOver' && standing === 'not asked'),
  );
  return [
    ...blocks,
    ...(unprobed && verdicts.length === 0 ? [words.permissions.unprobed] : []),
    ...(verdicts.length > 0 ? verdicts : [words.permissions.complete]),
  ];
}

function detailOf(
  { action, standing, code, requestId }: Finding,
  mode: Account['mode'],
  words: Words,
): string {
  if (action === 'SwitchOver' && standing === 'not asked' && mode === 'observe')
    return words.permissions.observes;
  const about = [code, requestId === undefined ? undefined : words.requestId(requestId)];
  const known = about.filter((part) => part !== undefined).join(', ');
  const name = words.permissions.standings[standing];
  return known === '' ? name : `${name} (${known})`;
}

function verdictsOf(one: AccountPermissions, { permissions }: Words): readonly string[] {
  const { name, mode } = one.account;
  const those = (standing: Finding['standing']) =>
    lacksOf(one)
      .filter((finding) => finding.standing === standing)
      .map(({ action }) => action)
      .join(', ');
  const [missing, unclear] = [those('missing'), those('unclear')];
  return [
    ...(missing === '' ? [] : [permissions.lacks(name, missing, mode)]),
    ...(unclear === '' ? [] : [permissions.untold(name, unclear)]),
  ];
}
