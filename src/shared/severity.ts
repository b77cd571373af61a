// How bad a drop is: what somebody has to undo by hand is worse than what may come back by itself.
import type { Cause } from './session'

/** `critical` = it does not come back by itself; `warning` = it may. */
export const SEVERITIES = ['critical', 'warning'] as const
export type Severity = (typeof SEVERITIES)[number]

/** The severity of one number's drop. */
export function severityOf(cause: Cause): Severity {
  return cause === 'phone-offline' || cause === 'stuck-starting' || cause === 'unspecified' ? 'warning' : 'critical'
}
