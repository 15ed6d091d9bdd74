import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const OFFPEAK = join(import.meta.dirname, '..', '..', 'bin', 'offpeak.ts');

/** How a program ended, and everything it said. */
export interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `offpeak`, started as a person would start it. */
export interface Program {
  readonly pid: number;
  /** The first line of its standard output that is JSON with this field. Rejects when it ends before. */
  line(field: string): Promise<Record<string, unknown>>;
  said(): string;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

export interface Surroundings {
  /** The folder in which the command is given. */
  readonly folder: string;
  /** What the shell holds besides PATH. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Put in front of the command line, such as `ulimit -f 100;`. */
  readonly shell?: string;
  /** Another user than this process's own, which only root may ask for. */
  readonly user?: number | undefined;
  /** Told every whole line of its standard output, when it comes. */
  readonly hears?: (line: string) => void;
}

/** Starts `offpeak` with these words as a process of its own. Whoever starts it sees to its end. */
export function startOffpeak(
  words: readonly string[],
  { folder, environment, shell, user, hears }: Surroundings,
): Program {
  const command = [process.execPath, OFFPEAK, ...words];
  const [file = '', ...rest] =
    shell === undefined ? command : ['/bin/sh', '-c', `${shell} exec "$0" "$@"`, ...command];
  const child = spawn(file, rest, {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user !== undefined && { uid: user, gid: user }),
  });
  if (hears !== undefined && child.stdout !== null) byLine(child.stdout, hears);
  return program(child);
}

function byLine(output: Readable, hears: (line: string) => void): void {
  let rest = '';
  output.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hears(line);
  });
}

function program(child: ChildProcess): Program {
  const said = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(
    ([exit]): Ended => ({ exit: typeof exit === 'number' ? exit : null, ...said }),
  );
  return {
    pid: child.pid ?? 0,
    ended,
    said: () => said.stdout + said.stderr,
    signal: (name) => void child.kill(name),
    async line(field) {
      const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
      const look = () => {
        const found = jsonLines(said.stdout).find((line) => field in line);
        if (found !== undefined) resolve(found);
      };
      listeners.add(look);
      look();
      void ended.then(({ exit }) =>
        reject(new Error(`it ended with ${exit} and said:\n${said.stdout}${said.stderr}`)),
      );
      try {
        return await promise;
      } finally {
        listeners.delete(look);
      }
    },
  };
}

/** Each complete line that is a JSON object. */
function jsonLines(text: string): readonly Record<string, unknown>[] {
  return text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line): Record<string, unknown> => JSON.parse(line));
}
