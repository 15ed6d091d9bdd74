import type { Executed } from '../../shared/local-volcengine/log.ts';
import { brokenAt, readEvent } from '../../shared/protocol/audit.ts';
import { clientTokenOf } from '../../shared/protocol/identity.ts';
import {
  atOncePartition,
  auditPartition,
  keys,
  nightPartition,
  runPartition,
  TOKEN_PREFIX,
} from '../../shared/protocol/keys.ts';
import { MARGIN, readLease } from '../../shared/protocol/lease.ts';
import { instanceOf, type Run } from '../../shared/protocol/run.ts';
import { readSlot } from '../../shared/protocol/slots.ts';
import { readToken } from '../../shared/protocol/tokens.ts';
import { openRun, type RunFile } from '../../shared/steps/run-file.ts';
import { TABLE_B } from '../../shared/switchover/consequences.ts';
import { SIGNATURE_LIFE } from '../steps/ground.ts';
import { haltFaults, sendsOf } from './judge-halts.ts';
import { messageFaults, refusalFaults } from './judge-messages.ts';
import type { Stage } from './stage.ts';

/** One broken promise, in words. */
export type Violation = string;

/** Judges a case that has come to rest, by what the endpoint executed and not by what the records say of it. */
export async function judgeStage(stage: Stage, atRest: boolean): Promise<readonly Violation[]> {
  const found: Violation[] = [...stage.witness.troubles];
  if (!atRest) found.push('the runs did not come to rest');
  let executed: readonly Effect[] = stage.model
    .executed()
    .flatMap((one, index) => (one.effect === 'SwitchOver' ? [{ ...one, index }] : []));
  let strange = stage.witness.sends.length;
  for (const { runId } of await stage.runs()) {
    const file = await openRun(stage.store, runId);
    const effects = executed.filter((effect) => batchOf(file, effect) !== undefined);
    executed = executed.filter((effect) => !effects.includes(effect));
    strange -= sendsOf(stage.witness, file).length;
    found.push(
      ...effectFaults(stage, file, effects),
      ...outcomeFaults(stage, file, effects),
      ...haltFaults(stage.witness, file, effects, SIGNATURE_LIFE),
      ...(await holdFaults(stage, file)),
      ...(await chainFaults(stage, file)),
      ...(await executionFaults(stage, file)),
      ...(await messageFaults(stage, file.run)),
    );
  }
  found.push(...(await refusalFaults(stage)));
  if (strange > 0) found.push(`${strange} send(s) of no run`);
  if (executed.length > 0) found.push(`${executed.length} effect(s) of no run`);
  return found;
}

type Effect = Executed & { readonly index: number };

const batchOf = ({ run, pins }: RunFile, { clientToken }: Executed): number | undefined =>
  pins.find(({ batch }) => clientTokenOf(run.runId, batch) === clientToken)?.batch;

/** At most one effect for each batch, exactly the pinned targets, inside the opening, under the run's own lease. */
function effectFaults(stage: Stage, file: RunFile, effects: readonly Effect[]): Violation[] {
  const { run, pins } = file;
  const found: Violation[] = [];
  for (const { batch, pins: pinned } of pins) {
    const ofBatch = effects.filter((effect) => batchOf(file, effect) === batch);
    if (ofBatch.length > 1) found.push(`batch ${batch} had ${ofBatch.length} effects`);
    const targets = pinned.map(({ target }) => target);
    const strange = ofBatch.flatMap(({ nodeIds }) => nodeIds.filter((node) => !targets.includes(node)));
    if (strange.length > 0) found.push(`batch ${batch} moved ${strange.join(', ')}, which was not pinned`);
  }
  for (const { at, index } of effects) {
    const { opensAt, closesAt } = run.opening ?? { opensAt: run.startAt, closesAt: Number.POSITIVE_INFINITY };
    if (at < opensAt || at >= closesAt) found.push(`an effect at ${at} outside its opening`);
    const owner = ownerAt(stage, run, index);
    if (owner !== run.runId) found.push(`an effect while the lease belonged to ${owner ?? 'nobody'}`);
  }
  return found;
}

function ownerAt(stage: Stage, run: Run, effect: number): string | undefined {
  const { region, instanceId } = instanceOf(run);
  const { partition } = keys.lease(region, instanceId);
  return stage.witness.leases.findLast((lease) => lease.instance === partition && lease.effects <= effect)
    ?.owner;
}

/** Exactly one terminal outcome; it says what the endpoint did; and it was told. */
function outcomeFaults(stage: Stage, { run, pins }: RunFile, effects: readonly Effect[]): Violation[] {
  const { outcome, reason } = run;
  if (outcome === undefined) return ['it has no outcome'];
  const found: Violation[] = [];
  const closes = stage.witness.closes.filter((one) => one.run.runId === run.runId);
  const outcomes = new Set(closes.map((one) => one.run.outcome));
  if (outcomes.size !== 1) found.push(`it had ${outcomes.size} outcomes: ${[...outcomes].join(', ')}`);
  const batches = new Set(effects.map(({ clientToken }) => clientToken)).size;
  const label = `${outcome} · ${reason}`;
  // A failover can undo what was executed, and the run then says truthfully what it saw.
  const undone = stage.model.executed().some(({ effect }) => effect === 'Failover') && outcome === 'FAILED';
  const mayHaveEffect = ['SUCCEEDED', 'PARTIAL', 'UNKNOWN'].includes(outcome) || undone;
  if (!mayHaveEffect && batches > 0) found.push(`${label}, and the endpoint executed ${batches}`);
  if (outcome === 'PARTIAL' && batches === 0) found.push(`${label}, and the endpoint executed nothing`);
  if (outcome === 'SUCCEEDED' && batches < pins.length)
    found.push(`${label}, and the endpoint executed ${batches} of ${pins.length} batches`);
  if (run.attributed === 'yes' && batches < pins.length)
    found.push(`attributed, with ${batches} of ${pins.length} batches executed`);
  if (outcome === 'SUCCEEDED' && run.desired !== 'yes') found.push(`${label}, not as desired`);
  const told = stage.told.filter((one) => one.run.runId === run.runId);
  if (!told.some(({ what }) => what === 'closed')) found.push('its close was not announced');
  if (TABLE_B[outcome].message === 'at once' && !told.some(({ what }) => what === 'message'))
    found.push('nobody was told at once');
  if (run.settled !== undefined && !told.some(({ what }) => what === 'settled'))
    found.push('its settling was not announced');
  return found;
}

/** The lease and the slots are free, or held as the outcome says. */
async function holdFaults(stage: Stage, { run, sends }: RunFile): Promise<Violation[]> {
  const { region, instanceId } = instanceOf(run);
  const item = await stage.store.get(keys.lease(region, instanceId));
  const lease = item === undefined ? undefined : readLease(item);
  const owns = lease?.owner === run.runId;
  const found: Violation[] = [];
  if (run.hold === true && (!owns || lease?.hold === undefined))
    found.push('it holds, and the lease is free');
  if (run.hold !== true && owns) found.push('it is over, and still owns the lease');
  const { account, opening } = run;
  const atOnce = await stage.store.list(atOncePartition(account));
  // Closed by a foreign change, its own change may still be under way: it keeps its place until it is acknowledged.
  const mayKeepPlace = run.hold === true && run.reason === 'FOREIGN_CHANGE';
  const keepsPlace = atOnce.some((slot) => readSlot(slot).run === run.runId);
  if (keepsPlace && !mayKeepPlace) found.push('it kept its slot of atOnce');
  const night = opening && (await stage.store.list(nightPartition(account, opening.day)));
  const keepsNight = night?.some((slot) => readSlot(slot).run === run.runId) ?? false;
  if (keepsNight && sends.length === 0) found.push('it kept the slot of a night in which it sent nothing');
  return found;
}

async function chainFaults(stage: Stage, { run }: RunFile): Promise<Violation[]> {
  const events = (await stage.store.list(auditPartition(run.runId))).map(readEvent);
  const broken = brokenAt(run.runId, events, run.link);
  return broken === undefined ? [] : [`its audit is broken at event ${broken}`];
}

/** No execution is left running, no workflow left waiting, no signature outlives the opening. */
async function executionFaults(stage: Stage, { run, sends }: RunFile): Promise<Violation[]> {
  const running = await stage.journal.running();
  const found = running.length > 0 ? [`${running.length} execution(s) are still running`] : [];
  const tokens = (await stage.store.list(runPartition(run.runId), TOKEN_PREFIX)).map(readToken);
  const told = stage.told.filter((one) => one.run.runId === run.runId);
  const answered = told.filter(({ what }) => what === 'token').map(({ token }) => token);
  const expired = tokens.filter(({ token }) => stage.workflows.expired?.includes(token));
  if (expired.length > 0 && !told.some(({ what }) => what === 'unheard'))
    found.push('nobody was told that a workflow no longer waited');
  if (tokens.some((token) => !answered.includes(token.token) && !expired.includes(token)))
    found.push('a workflow that waits was not answered');
  const early = sends.filter((send) => send.expiresAt > (run.opening?.closesAt ?? Infinity) - MARGIN);
  return early.length > 0 ? [...found, 'a signature outlived its opening'] : found;
}
