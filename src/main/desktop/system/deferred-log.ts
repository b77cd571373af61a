// A log whose library is loaded a moment later: lines written before that wait in memory.
import type { Log } from '../../core/ports'

/** Most lines kept until the log is open; a start writes a dozen. */
const MOST_WAITING = 1_000

/** Opens the log with `open`; a log that cannot be opened stays silent. */
export function createDeferredLog(open: () => Promise<Log>): Log {
  let log: Log | null = null
  const waiting: ((to: Log) => void)[] = []
  const say = (line: (to: Log) => void): void => {
    if (log) line(log)
    else if (waiting.length < MOST_WAITING) waiting.push(line)
  }
  void open().then(
    (opened) => {
      log = opened
      for (const line of waiting.splice(0)) line(opened)
    },
    (error: unknown) => console.error('the log cannot be opened', error),
  )
  return {
    info: (message, facts) => say((to) => to.info(message, facts)),
    warn: (message, facts) => say((to) => to.warn(message, facts)),
    error: (message, facts) => say((to) => to.error(message, facts)),
  }
}
