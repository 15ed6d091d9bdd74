import type { Clock } from '../time/clock.ts';
import type { Output } from './output.ts';
import type { Programs } from './programs.ts';

/** Everything that the command line touches outside itself. `bin/offpeak.ts` gives the real ones. */
export interface Surroundings {
  readonly output: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly programs: Programs;
  readonly clock: Clock;
  /** The IANA zone of this machine, in which instants without a zone of their own are shown. */
  readonly zone: string;
  /** The text of a file in UTF-8. Rejects with the system's error. */
  readonly readText: (path: string) => Promise<string>;
  /** A value that no other call ever gets. */
  readonly unique: () => string;
  /** Aborted when the person asks for the end (Ctrl-C) or the system does (SIGTERM). */
  readonly signal: AbortSignal;
}
