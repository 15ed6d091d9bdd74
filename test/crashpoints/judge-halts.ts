import { stopsFor } from '../../shared/protocol/control.ts';
import { clientTokenOf } from '../../shared/protocol/identity.ts';
import type { Run } from '../../shared/protocol/run.ts';
import type { RunFile } from '../../shared/steps/run-file.ts';
import type { Instant, Milliseconds } from '../../shared/time/clock.ts';
import type { Halt, Sent, Witness } from './witness.ts';

/** What was sent or executed in spite of a stop, a freeze or a cancel that was durable before. */
export function haltFaults(
  witness: Witness,
  file: RunFile,
  effects: readonly { readonly at: Instant }[],
  life: Milliseconds,
): readonly string[] {
  const { run } = file;
  const sends = sendsOf(witness, file);
  const halts = witness.halts.filter((halt) => reaches(halt, run));
  return [
    ...sends.flatMap((send) => [...lookFaults(send), ...haltsBefore(send, halts)]),
    ...sends.filter((send) => isCancelledBefore(witness, run, send)).map(() => 'a send after its cancel'),
    ...effects.flatMap(({ at }) =>
      halts
        .filter((halt) => at > halt.at + life && holdsAt(halt, at))
        .map((halt) => `an effect at ${at}, longer than a signature lives after the ${nameOf(halt)}`),
    ),
  ];
}

/** What left for the endpoint under one of the run's own tokens. */
export function sendsOf({ sends }: Witness, { run, pins }: RunFile): readonly Sent[] {
  const tokens = pins.map(({ batch }) => clientTokenOf(run.runId, batch));
  return sends.filter(({ clientToken }) => tokens.includes(clientToken));
}

/** Signed before its claim, and after the claim a look at the plan and at the stops. */
function lookFaults({
  signed = Infinity,
  claimed = Infinity,
  readPlan = 0,
  readStops = 0,
}: Sent): readonly string[] {
  const ordered = signed < claimed && claimed < readPlan && readPlan < readStops;
  return ordered ? [] : ['a send without a last look after its claim'];
}

function haltsBefore(
  { at, signed = 0, readPlan = 0, readStops = 0 }: Sent,
  halts: readonly Halt[],
): readonly string[] {
  return halts
    .filter((halt) => holdsAt(halt, at))
    .flatMap((halt) => {
      const looked = halt.stop === undefined ? readPlan : readStops;
      if (signed > halt.moment) return [`a send that was signed after the ${nameOf(halt)}`];
      return looked > halt.moment ? [`a send whose last look came after the ${nameOf(halt)}`] : [];
    });
}

const reaches = ({ stop }: Halt, run: Run): boolean => stop === undefined || stopsFor(run, [stop]).length > 0;

const holdsAt = ({ freezes }: Halt, at: Instant): boolean =>
  freezes === undefined || freezes.some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);

const nameOf = ({ stop }: Halt): string => (stop === undefined ? 'freeze' : 'stop');

const isCancelledBefore = ({ closes }: Witness, { runId }: Run, send: Sent): boolean =>
  closes.some(
    ({ moment, run }) => run.runId === runId && run.outcome === 'CANCELLED' && moment < send.moment,
  );
