import { runIdOfRequest } from '../../shared/protocol/identity.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { makeMemoryStore, type StoreCall } from '../../shared/store/memory.ts';
import { MINUTE, type Milliseconds, SECOND } from '../../shared/time/clock.ts';
import { FLEET, makeRig, type Rig, type RigOptions, SOLO } from './rig.ts';

/**
 * What befalls the store call with this number, before it does anything or after it was done: it fails once; the process
 * dies in it; the process is paused in it for longer than its step may take, and then goes on; the store is away for
 * three minutes from it on.
 */
export interface Crash {
  readonly call: number;
  readonly moment: StoreCall['moment'];
  readonly how: 'fails' | 'dies' | 'is paused' | 'begins an outage';
  readonly pause?: Milliseconds;
}

export interface Story {
  readonly rig: Rig;
  readonly runId: string;
  /** The steps' store calls. */
  readonly calls: readonly StoreCall['operation'][];
}

/** Just longer than CheckWindow may take, and than SwitchOver may: the retry is then in the midst of it. */
const PAUSES: readonly Milliseconds[] = [50 * SECOND, 80 * SECOND];
const ZONES = ['cn-beijing-a', 'cn-beijing-b'];
const SEED: NonNullable<RigOptions['seed']> = {
  instances: [
    { id: SOLO, name: 'solo', zones: ZONES },
    { id: FLEET, name: 'fleet', shards: 3, zones: ZONES },
  ],
};

/** How a run comes about: accepted and started by us, or brought along by somebody else's execution. */
export type Way = 'accepted' | 'direct';

/** A run with a crash in it, followed by due and settle until the last word about it is spoken. */
export async function runWith(instance: string, crash?: Crash, way: Way = 'accepted'): Promise<Story> {
  const { rig, calls, arm } = await crashingRig(crash);
  const request = { instance, key: 'direct', reason: 'test', taskToken: 'token' };
  const runId = way === 'accepted' ? await rig.accepted({ instance }) : runIdOfRequest('test', request.key);
  arm(true);
  if (way === 'direct') await rig.direct('direct', request);
  await rig.ended(way === 'accepted' ? runId : 'direct');
  arm(false);
  const spoken = async () => {
    const run = await rig.run(runId);
    const settles = run.outcome === 'UNKNOWN' && run.settled === undefined;
    return run.announcedAt !== undefined && !settles && rig.clock.sleepers().length === 0;
  };
  await rig.minutes(30, spoken);
  await rig.minutes(15, spoken, 10 * MINUTE);
  return { rig, runId, calls: [...calls] };
}

/** A rig whose store counts the steps' calls while it is armed. Its signatures outlive a pause: that is the danger. */
async function crashingRig(crash: Crash | undefined) {
  const calls: StoreCall['operation'][] = [];
  let armed = false;
  let awayUntil = 0;
  const onCall = async ({ operation, moment }: StoreCall) => {
    if (!armed) return;
    if (moment === 'before') calls.push(operation);
    const here = crash !== undefined && calls.length === crash.call && moment === crash.moment;
    if (here && crash.how === 'dies') await new Promise(() => undefined);
    if (here && crash.how === 'is paused') {
      return await rig.clock.sleepUntil(rig.clock.now() + (crash.pause ?? 0));
    }
    if (here && crash.how === 'begins an outage') awayUntil = rig.clock.now() + 3 * MINUTE;
    if (here || rig.clock.now() < awayUntil) throw new StoreUnavailable(`call ${calls.length}`);
  };
  const life = crash?.how === 'is paused' ? 15 * MINUTE : 30 * SECOND;
  const rig: Rig = await makeRig({
    store: makeMemoryStore({ onCall }),
    seed: SEED,
    settings: { signatureLife: life },
  });
  const arm = (on: boolean) => {
    armed = on;
  };
  return { rig, calls, arm };
}

const MOMENTS: Readonly<
  Record<Crash['how'], (operation: StoreCall['operation']) => readonly Crash['moment'][]>
> = {
  fails: (operation) => (operation === 'transact' ? ['before', 'after'] : ['before']),
  dies: (operation) => (operation === 'transact' ? ['after'] : []),
  'is paused': () => ['after'],
  'begins an outage': (operation) => (operation === 'transact' ? ['before'] : []),
};

/** The points of a run at which something can differ: dying after a read is dying after the write before it. */
export const pointsOf = (
  how: Crash['how'],
  calls: Story['calls'],
  only?: StoreCall['operation'],
): readonly Crash[] =>
  calls.flatMap((operation, index) =>
    only !== undefined && operation !== only
      ? []
      : MOMENTS[how](operation).flatMap((moment) =>
          (how === 'is paused' ? PAUSES : [0]).map(
            (pause): Crash => ({ call: index + 1, moment, how, pause }),
          ),
        ),
  );
