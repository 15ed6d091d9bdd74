import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openCampaign, playRound } from '../chaos/campaign.ts';
import { violationText } from '../chaos/report.ts';
import { scheduleOf } from '../chaos/schedule.ts';
import { temporaryFolder } from '../runtime/temporary-folder.ts';

const ROUNDS = 5;

// What is still open then takes minutes to come to rest: `npm run chaos` plays more rounds and waits for it.
it('a service killed in every round: no double effect, nothing lost, the store readable each time', async () => {
  const campaign = await openCampaign(scheduleOf(7, ROUNDS), join(temporaryFolder(), 'campaign'));
  onTestFinished(() => campaign.endpoint.program.signal('SIGKILL'));

  for (const round of campaign.schedule.rounds) await playRound(campaign, round);

  const { tally, witness } = campaign;
  expect(tally.violations.map((violation) => violationText(campaign, violation))).toEqual([]);
  expect(tally).toMatchObject({ rounds: ROUNDS, readable: ROUNDS });
  expect(witness.truth().executed.length).toBeGreaterThan(0);
});
