// Small statistics, and how figures are written.

/** The value below which `part` (0 to 1) of the values lie. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * part) - 1))] ?? Number.NaN
}

/** The median. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

/** 1.234 -> "1.23×". */
export const times = (ratio: number): string => `${ratio.toFixed(2)}×`

/** A whole number with thousands apart. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')

/** ms as seconds with one digit from a second on. */
export const duration = (ms: number): string => (Math.abs(ms) < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`)

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** Waits, ms. Measurements hold still for a time; what can be awaited is awaited instead. */
export const hold = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
