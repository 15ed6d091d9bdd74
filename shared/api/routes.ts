import type { Context, Hono } from 'hono';
import type { Ports } from '../steps/ports.ts';
import type { Unserved } from './unserved.ts';

/** What every group of routes is added to, and with. */
export interface Routes {
  readonly api: Hono;
  readonly ports: Ports;
  readonly caller: (context: Context) => string;
  /** The zone in which the sentences of a plan's runs show instants. */
  readonly zoneOf: (planHash: string) => Promise<string>;
  readonly unserved: Unserved;
}
