// How bad a drop is.
import type { Cause } from './session'

/** `critical` = the number does not come back by itself; `warning` = it may. */
export const SEVERITIES = ['critical', 'warning'] as const
export type Severity = (typeof SEVERITIES)[number]

/** The severity of one number's drop. */
export function severityOf(cause: Cause): Severity {
  return cause === 'phone-offline' || cause === 'stuck-starting' || cause === 'unspecified' ? 'warning' : 'critical'
}
