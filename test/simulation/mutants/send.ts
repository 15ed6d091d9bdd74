import type { Ports } from '../../../shared/steps/ports.ts';
import { MINUTE } from '../../../shared/time/clock.ts';
import type {
  Answer,
  PreparedSwitchOver,
  Redis,
  SwitchOverRequest,
} from '../../../shared/volcengine/redis.ts';
import type { Mutant } from '../nights/simulation.ts';
import { about, calling, everything, isRun, rereading, rewriting, setBy, unguarded } from './seams.ts';

/** The naive designs, and the guards of the one call that changes anything. */
export const SEND_MUTANTS: readonly Mutant[] = [
  {
    name: 'naive-retry',
    removes:
      'an ambiguous send is never sent again: retried without a token, at the node that is secondary by then',
    alter: retrying(async (redis, request, now) => {
      const { clientToken: _, targetNodeIds: __, ...rest } = request;
      return { ...rest, targetNodeIds: await secondariesOf(redis, request.instanceId), signedAt: now };
    }),
  },
  {
    name: 'token-only',
    removes:
      'an ambiguous send is never sent again: retried with its token, at the node that is secondary by then',
    alter: retrying(async (redis, request, now) => ({
      ...request,
      targetNodeIds: await secondariesOf(redis, request.instanceId),
      signedAt: now,
    })),
  },
  {
    name: 'retry-with-the-same-token-and-target',
    removes: 'an ambiguous send is never sent again: the same targets under the same token',
    alter: retrying(async (_redis, request, now) => ({ ...request, signedAt: now })),
  },
  {
    name: 'target-recomputed',
    removes:
      'the pinned targets under the pinned token are what is sent: retried under another token at another node',
    alter: retrying(async (redis, request, now) => ({
      ...request,
      clientToken: `${request.clientToken}1`,
      targetNodeIds: await secondariesOf(redis, request.instanceId),
      signedAt: now,
    })),
  },
  {
    name: 'no-token',
    removes: 'every send of a batch carries its token',
    alter: remembering(async (_redis, { clientToken: _, ...request }) => request),
  },
  {
    name: 'life-of-900-seconds',
    removes: "the signature's life is the request's not-after",
    alter: (ports) =>
      calling((redis) => ({
        async prepareSwitchOver(request) {
          const long = await redis.prepareSwitchOver({ ...request, lifeSeconds: 900 });
          Object.defineProperty(long, 'expiresAt', { value: request.signedAt + request.lifeSeconds * 1_000 });
          return long;
        },
      }))(ports),
  },
  {
    name: 'signed-again-before-sending',
    removes: 'the bytes are signed before the claim and never again',
    alter: signingAgain(),
  },
  {
    name: 'lost-answers-are-throttled',
    removes: 'everything that is not proven is ambiguous: a lost answer counts as throttled',
    alter: answering((answer) =>
      answer.kind === 'ambiguous' ? { kind: 'throttled', code: 'FlowLimitExceeded' } : answer,
    ),
  },
  {
    name: 'lost-answers-are-refusals',
    removes: 'everything that is not proven is ambiguous: a lost answer counts as refused',
    alter: answering((answer) =>
      answer.kind === 'ambiguous' ? { kind: 'refused', code: 'ParamError' } : answer,
    ),
  },
  {
    name: 'any-version-of-the-run',
    removes: 'every write of a run needs the version that was read',
    alter: rewriting((write) =>
      isRun(write)
        ? unguarded(write, about('version', 'phase', 'executor', 'verified'))
        : 'put' in write && write.put.partition.startsWith('audit#')
          ? unguarded(write, everything)
          : write,
    ),
  },
  {
    name: 'no-hold-before-the-close',
    removes: 'from the first claimed send, expiry frees no lease',
    alter: rewriting((write) => {
      if (!('update' in write) || setBy(write).hold !== 'SENT') return write;
      const { hold: _, ...set } = setBy(write);
      return { ...write, set };
    }),
  },
  {
    name: 'signatures-are-taken-for-dead',
    removes: 'nothing is closed or freed while an effect can still land',
    alter: (ports, { process }) =>
      process.name.startsWith('SwitchOver')
        ? ports
        : rereading(
            ({ sort }) => sort.startsWith('send#'),
            (send) => ({ ...send, lifeEndsAt: 0, claimedAt: 0 }),
          )(ports),
  },
  {
    name: 'gateway-without-expiry',
    removes: 'the gateway refuses a signature that has run out',
    world: (world) => ({ ...world, expiry: 'none' }),
    alter: (ports) => ports,
  },
  {
    name: 'never-sends',
    removes: 'anything is sent at all',
    alter: (ports) =>
      calling(() => ({ sendSwitchOver: async () => ({ kind: 'refused', code: 'ParamError' }) }))(ports),
  },
];

const requests = new WeakMap<PreparedSwitchOver, SwitchOverRequest>();

async function secondariesOf(redis: Redis, instanceId: string): Promise<readonly string[]> {
  const shards = await redis.describeShards(instanceId);
  return shards.flatMap(({ nodes }) => nodes.find(({ role }) => role === 'SecondaryNode')?.nodeId ?? []);
}

/** Sends once more what was not answered, as another request. */
function retrying(
  again: (redis: Redis, request: SwitchOverRequest, now: number) => Promise<SwitchOverRequest>,
) {
  return calling((redis, { clock }) => ({
    async prepareSwitchOver(request) {
      const prepared = await redis.prepareSwitchOver(request);
      requests.set(prepared, request);
      return prepared;
    },
    async sendSwitchOver(prepared) {
      const answer = await redis.sendSwitchOver(prepared);
      const request = requests.get(prepared);
      if (answer.kind !== 'ambiguous' || request === undefined) return answer;
      return await redis.sendSwitchOver(
        await redis.prepareSwitchOver(await again(redis, request, clock.now())),
      );
    },
  }));
}

/** Signs something else than what was asked for. */
function remembering(other: (redis: Redis, request: SwitchOverRequest) => Promise<SwitchOverRequest>) {
  return calling((redis) => ({
    prepareSwitchOver: async (request) => await redis.prepareSwitchOver(await other(redis, request)),
  }));
}

function signingAgain() {
  return calling((redis, { clock }) => ({
    async prepareSwitchOver(request) {
      const prepared = await redis.prepareSwitchOver(request);
      requests.set(prepared, request);
      return prepared;
    },
    async sendSwitchOver(prepared) {
      const request = requests.get(prepared);
      await clock.sleepUntil(clock.now() + 20 * MINUTE);
      if (request === undefined) return await redis.sendSwitchOver(prepared);
      return await redis.sendSwitchOver(await redis.prepareSwitchOver({ ...request, signedAt: clock.now() }));
    },
  }));
}

function answering(alter: (answer: Answer) => Answer): (ports: Ports) => Ports {
  return calling((redis) => ({
    sendSwitchOver: async (prepared) => alter(await redis.sendSwitchOver(prepared)),
  }));
}
