import { existsSync } from 'node:fs';
import { makeApi } from '../api/api.ts';
import { localRoutes } from '../api/local-routes.ts';
import { CommandFailed } from '../cli/errors.ts';
import type { Service } from '../cli/programs.ts';
import { REQUEST_TIMEOUT, SIGNATURE_LIFE } from '../plan/defaults.ts';
import { type StoreKind, StoreRefused } from '../store/errors.ts';
import { type Embedded, openEmbedded } from './embedded.ts';
import { makeEmbeddedAnnouncer } from './embedded-announcer.ts';
import { logOnly } from './embedded-channels.ts';
import { makeMessenger } from './messenger.ts';
import { systemClock } from './system-clock.ts';

/** What a store can be asked while no `serve` owns it: everything but to start something, which needs one that runs. */
export function localService(storePath: string): Service {
  if (!existsSync(storePath)) {
    throw new CommandFailed(
      `There is no record at ${storePath}. Name another with --store, or start \`offpeak serve\`.`,
    );
  }
  const embedded = openEitherKind(storePath);
  const api = makeApi({
    ports: embedded.ports,
    caller: () => 'local',
    also: (app) => localRoutes(app, embedded.costOf),
  });
  return {
    async request(path, { method = 'GET', body, headers = {} } = {}) {
      if (method === 'POST' && path === '/v1/runs') {
        throw new CommandFailed(
          `Nothing serves ${storePath}, and a run needs a process that stays: start \`offpeak serve\` first.`,
        );
      }
      const answer = await api.request(path, {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
    close: () => embedded.close(),
  };
}

/** The file knows which kind it is; the other kind refuses it untouched. */
function openEitherKind(storePath: string): Embedded {
  try {
    return openAsleep(storePath, 'live');
  } catch (error) {
    if (error instanceof StoreRefused && error.refusal.code === 'OTHER_KIND')
      return openAsleep(storePath, 'practice');
    throw error;
  }
}

/** The embedded composition with nothing running: no loops, no engine resumed, no vendor. */
function openAsleep(storePath: string, kind: StoreKind): Embedded {
  const silent = { info: () => undefined, warn: () => undefined };
  const reader = { language: 'en', zone: 'UTC' } as const;
  return openEmbedded({
    storePath,
    kind,
    clock: systemClock,
    redis: () => {
      throw new CommandFailed('This command never asks the vendor.');
    },
    announcer: makeEmbeddedAnnouncer(silent, reader),
    messenger: makeMessenger({ channel: logOnly(silent, systemClock), language: reader.language }),
    log: silent,
    settings: { deployment: kind, signatureLife: SIGNATURE_LIFE, requestTimeout: REQUEST_TIMEOUT },
    ...reader,
    onFault: () => undefined,
  });
}
