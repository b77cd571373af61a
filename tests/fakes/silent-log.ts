// A log that keeps its lines for tests to look at.
import type { Log } from '../../src/main/core/ports'

/** Lines written so far; nothing is printed. */
export class SilentLog implements Log {
  readonly lines: { level: 'info' | 'warn' | 'error'; message: string; facts: Readonly<Record<string, unknown>> }[] = []

  info(message: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push({ level: 'info', message, facts })
  }

  warn(message: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push({ level: 'warn', message, facts })
  }

  error(message: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push({ level: 'error', message, facts })
  }
}
