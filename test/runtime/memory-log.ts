import type { Log, LogLine } from '../../shared/steps/ports.ts';

/** A log that keeps its lines. */
export function memoryLog(): Log & { readonly lines: readonly (LogLine & { level: 'info' | 'warn' })[] } {
  const lines: (LogLine & { level: 'info' | 'warn' })[] = [];
  return {
    lines,
    info: (line) => void lines.push({ level: 'info', ...line }),
    warn: (line) => void lines.push({ level: 'warn', ...line }),
  };
}
