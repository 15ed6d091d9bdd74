import { offpeak } from '../../shared/cli/offpeak.ts';
import type { Output } from '../../shared/cli/output.ts';
import type { Programs, ServiceAnswer, ServiceRequest } from '../../shared/cli/programs.ts';
import type { Surroundings } from '../../shared/cli/surroundings.ts';
import { makeVirtualClock, type VirtualClock } from '../engine/virtual-clock.ts';

/** Tuesday 2026-11-24, 02:10 in Shanghai. */
export const NOW = Date.parse('2026-11-23T18:10:00Z');

/** What a fake service does with a request: its answer, or what it throws. */
export type Answering = (path: string, request: ServiceRequest) => ServiceAnswer | Promise<ServiceAnswer>;

export interface Asked extends ServiceRequest {
  readonly path: string;
}

export interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line with everything around it made of fakes. */
export interface Stage {
  readonly surroundings: Surroundings;
  readonly clock: VirtualClock;
  /** What the service was asked, in order. */
  readonly asked: readonly Asked[];
  /** What was set going, with the options it was given. */
  readonly begun: readonly { readonly program: keyof Programs; readonly options: object }[];
  readonly closed: () => number;
  /** Carries out one command line; virtual time goes on by itself. */
  run(...args: readonly string[]): Promise<Ended>;
  interrupt(): void;
}

export interface StageOptions {
  readonly answering?: Answering;
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly output?: Partial<Pick<Output, 'isTTY' | 'columns' | 'color'>>;
  readonly programs?: Partial<Programs>;
  readonly clock?: VirtualClock;
}

const MOST_TURNS = 1_000_000;

export const NOTHING_THERE: Answering = () => {
  throw new Error('no request was expected');
};

export function makeStage(options: StageOptions = {}): Stage {
  const { answering = NOTHING_THERE, files = {}, environment = {}, clock = makeVirtualClock(NOW) } = options;
  const asked: Asked[] = [];
  const begun: { program: keyof Programs; options: object }[] = [];
  const written = { stdout: '', stderr: '' };
  const interruption = new AbortController();
  let closed = 0;
  let ids = 0;
  const begin = (program: keyof Programs) => async (given: object) => {
    begun.push({ program, options: given });
    return 0;
  };
  const programs: Programs = {
    practice: begin('practice'),
    serve: begin('serve'),
    endpoint: begin('endpoint'),
    async permissions(given) {
      begun.push({ program: 'permissions', options: given });
      return [];
    },
    async testNotice(given) {
      begun.push({ program: 'testNotice', options: given });
      return [];
    },
    async channelFaults(given) {
      begun.push({ program: 'channelFaults', options: given });
      return [];
    },
    async service(given) {
      begun.push({ program: 'service', options: given });
      return {
        request: async (path, request = {}) => {
          asked.push({ path, ...request });
          return await answering(path, request);
        },
        close: async () => {
          closed += 1;
        },
      };
    },
    ...options.programs,
  };
  const surroundings: Surroundings = {
    output: {
      stdout: (text) => {
        written.stdout += text;
      },
      stderr: (text) => {
        written.stderr += text;
      },
      isTTY: false,
      columns: 100,
      color: false,
      ...options.output,
    },
    environment,
    programs,
    clock,
    zone: 'UTC',
    readText: async (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
      return text;
    },
    unique: () => {
      ids += 1;
      return `unique-${ids}`;
    },
    signal: interruption.signal,
  };
  return {
    surroundings,
    clock,
    asked,
    begun,
    closed: () => closed,
    interrupt: () => interruption.abort(),
    async run(...args) {
      written.stdout = '';
      written.stderr = '';
      let exit: number | undefined;
      const ended = offpeak(args, surroundings).then((code) => {
        exit = code;
      });
      // A module that is loaded on the way takes turns in which nobody sleeps.
      for (let turns = 0; exit === undefined && turns < MOST_TURNS; turns += 1) {
        await clock.runUntil(() => exit !== undefined);
      }
      await ended;
      return { exit: exit ?? Number.NaN, ...written };
    },
  };
}
