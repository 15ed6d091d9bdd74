import { keys } from '../../shared/protocol/keys.ts';
import { readDelivery } from '../../shared/protocol/messages.ts';
import { readRefusal } from '../../shared/protocol/refusals.ts';
import type { Run } from '../../shared/protocol/run.ts';
import type { Stage } from './stage.ts';

/** As the docs have it: outcomes that need a person. */
const TROUBLES: readonly string[] = ['PARTIAL', 'FAILED', 'UNKNOWN'];

/** People were told of the run's trouble and of its settling, not more often than a try was claimed, and of nothing else. */
export async function messageFaults({ people, store }: Stage, run: Run): Promise<readonly string[]> {
  const { runId, outcome = '', settled } = run;
  const subjects = TROUBLES.includes(outcome) ? ['trouble', ...(settled ? ['settled'] : [])] : [];
  const arrived = people.arrived.map(({ message }) => message.id).filter((id) => id.startsWith(runId));
  const found: string[] = [];
  for (const subject of subjects) {
    const times = arrived.filter((id) => id === `${runId}/${subject}`).length;
    const item = await store.get(keys.message(runId, subject, ENTRY, CHANNEL));
    const record = item && readDelivery(item);
    if (times === 0) found.push(`no person was told of it: ${subject}`);
    if (record?.deliveredAt === undefined) found.push(`its message is not recorded as delivered: ${subject}`);
    if (times > (record?.attempts ?? 0))
      found.push(`people were told ${times} times of it by ${record?.attempts ?? 0} tries: ${subject}`);
  }
  const needless = arrived.filter((id) => !MESSAGES.test(id) || subjects.length === 0);
  return needless.length === 0 ? found : [...found, `people were told of ${needless.join(', ')}`];
}

const ENTRY = 'dba';
const CHANNEL = 'log';
const MESSAGES = /\/(trouble|settled|held-\d+)$/;

/** A refused request is on record, and the workflow that waits for it heard so (ADR 0029). */
export async function refusalFaults({ workflows, refusals, store }: Stage): Promise<readonly string[]> {
  const refused = workflows.refused ?? [];
  if (refused.length === 0) return [];
  const records = (await store.list(REFUSED)).map(readRefusal);
  return [
    ...(records.length === refused.length ? [] : [`${records.length} refusal(s) are on record`]),
    ...refused
      .filter((token) => !refusals.some((one) => one.token === token))
      .map((token) => `the workflow of ${token} waits for a request that was refused`),
  ];
}

const REFUSED = keys.refusal('').partition;
