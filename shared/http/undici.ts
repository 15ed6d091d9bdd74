import type { Agent, Dispatcher as WholeDispatcher } from 'undici';
import request from 'undici/lib/api/api-request.js';
import PartAgent from 'undici/lib/dispatcher/agent.js';

/** What carries requests: connections of ours, or whatever a caller puts in their place. `undici`'s own dispatchers are such. */
export type Dispatcher = Pick<WholeDispatcher, 'dispatch' | 'close' | 'destroy'>;

/**
 * Connections to any number of origins: undici's own `Agent`, without the rest of undici.
 *
 * The front door of undici also brings fetch, caches, mocks and web sockets: 300 KB more in each function, read at every cold
 * start. The two modules behind it are not promised to anybody, so the version is pinned and a test holds them to the front door.
 */
export const makeAgent = (options: Agent.Options): Dispatcher => new PartAgent(options);

/** Makes one request over a dispatcher; resolves with status, headers and a body that is still to be read. Throws what undici throws. */
export const requestOver = (
  dispatcher: Pick<WholeDispatcher, 'dispatch'>,
  options: WholeDispatcher.RequestOptions,
): Promise<WholeDispatcher.ResponseData> => request.call(dispatcher, options);
