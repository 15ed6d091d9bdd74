import { describe, expect, it } from 'vitest';
import { ALARMS } from '../../../infra/alarm-names.ts';
import { OUTCOMES, REASONS } from '../../../shared/switchover/codes.ts';
import { isMissed } from '../../../shared/switchover/consequences.ts';
import { synthesise } from '../synthesise.ts';

const { service } = synthesise();
const [dashboard] = service.ofType('AWS::CloudWatch::Dashboard');
const body = JSON.stringify(dashboard?.[1].Properties.DashboardBody);

describe('the dashboard', () => {
  it('shows every alarm and every outcome', () => {
    for (const name of ALARMS) expect(body).toMatch(new RegExp(`"Alarms${name}[0-9A-F]{8}"`));
    for (const outcome of OUTCOMES) expect(body).toContain(`\\"${outcome}\\"`);
  });

  it('shows each reason for which an occurrence is missed', () => {
    for (const reason of REASONS.filter((one) => isMissed('SKIPPED', one)))
      expect(body).toContain(`\\"${reason}\\"`);
  });

  it('shows what nobody was told', () => {
    expect(body).toContain('\\"MessagesGivenUp\\"');
  });

  it('shows the letters that cannot be recorded, and how long one has not been read', () => {
    expect(body).toContain('\\"DeadLettersLeft\\"');
    expect(body).toContain('\\"ApproximateAgeOfOldestMessage\\"');
  });

  it('shows errors and throttles of every function', () => {
    for (const [id] of service.ofType('AWS::Lambda::Function')) expect(body).toContain(`{"Ref":"${id}"}`);
    expect(body).toContain('Throttles');
  });

  it('names nothing by itself: a name is of the whole account, in every region', () => {
    expect(dashboard?.[1].Properties.DashboardName).toBeUndefined();
  });

  it('is left out where it is not wanted', () => {
    synthesise(undefined, { dashboard: false }).service.template.resourceCountIs(
      'AWS::CloudWatch::Dashboard',
      0,
    );
  });
});
