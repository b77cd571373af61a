// Recordings of real gateways, and the shape of an answer: what a stand-in must share with the answer that was recorded.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One exchange as recorded; without a status no answer came. */
export interface Exchange {
  readonly at_step: string
  readonly request: { readonly method: string; readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body?: unknown }
  readonly response: { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
}

/** One thing that the server pushed, or a mark of what was done to it. */
export interface PushedEvent {
  readonly event?: string
  readonly args?: readonly unknown[]
  readonly mark?: string
}

/** The exchanges in a file of tests/recordings. */
export const readExchanges = (name: string): readonly Exchange[] => linesOf(name) as readonly Exchange[]

/** The events in a file of tests/recordings. */
export const readEvents = (name: string): readonly PushedEvent[] => linesOf(name) as readonly PushedEvent[]

function linesOf(name: string): readonly unknown[] {
  const text = readFileSync(join(import.meta.dirname, '../recordings', name), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}

/** Names and JSON types of a value; of a list only what its elements have in common with its first. */
export function shapeOf(value: unknown): unknown {
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? 'list' : ['list', shapeOf(value[0])]
  if (typeof value !== 'object') return typeof value
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, each]) => [name, shapeOf(each)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
