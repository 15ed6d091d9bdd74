import { dirname, isAbsolute, join } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import { calendarsOf, type PlanReading, readPlan } from '../plan/read.ts';
import { CommandFailed } from './errors.ts';
import { PlanUnsound } from './plan-faults.ts';

/** A plan as its files have it: the text, and the text of each calendar by the path as the plan writes it. */
export interface PlanText {
  readonly text: string;
  readonly calendars: Readonly<Record<string, string>>;
}

type ReadText = (path: string) => Promise<string>;

/**
 * Reads a plan's file and the calendars that it names, whose paths are relative to the file's folder.
 *
 * A calendar that cannot be read is left out: `readPlan` then says so at its place. Throws CommandFailed where the plan
 * itself cannot be read.
 */
export async function readPlanText(path: string, readText: ReadText): Promise<PlanText> {
  const text = await readText(path).catch((error: unknown) => {
    throw new CommandFailed(`Cannot read ${path}: ${systemReason(error)}.`, { cause: error });
  });
  const calendars: Record<string, string> = {};
  for (const calendar of calendarsOf(text)) {
    const place = isAbsolute(calendar) ? calendar : join(dirname(path), calendar);
    const content = await readText(place).catch(systemReasonOnly);
    if (typeof content === 'string') calendars[calendar] = content;
  }
  return { text, calendars };
}

/** The checked plan of a file, or all its faults. Throws CommandFailed where the file cannot be read. */
export async function readPlanFile(path: string, readText: ReadText): Promise<PlanReading> {
  const { text, calendars } = await readPlanText(path, readText);
  return readPlan(text, { calendars });
}

/** The checked plan of a file. Throws PlanUnsound with every fault, or CommandFailed where the file cannot be read. */
export async function soundPlan(path: string, readText: ReadText): Promise<Plan> {
  const reading = await readPlanFile(path, readText);
  if ('plan' in reading) return reading.plan;
  throw new PlanUnsound(path, reading.faults);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'reading it is not permitted',
};

function systemReason(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined) throw error;
  return REASONS[code] ?? code;
}

/** Swallows nothing but the system's own refusals. */
function systemReasonOnly(error: unknown): undefined {
  if (codeOf(error) === undefined) throw error;
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
