// Answers of a real server, changed on the way: what a gateway must not believe, and what it must read all the same.
import type { Fault } from '../../fakes/gateways/fault-proxy'

type Change = (json: unknown) => unknown

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
/** Applies to each value, from the leaves up; `name` is that of its field. */
function everywhere(json: unknown, change: (value: unknown, name: string) => unknown, name = ''): unknown {
  if (Array.isArray(json))
    return change(
      json.map((each) => everywhere(each, change, name)),
      name,
    )
  if (!isObject(json)) return change(json, name)
  return change(Object.fromEntries(Object.entries(json).map(([field, value]) => [field, everywhere(value, change, field)])), name)
}
const beside =
  (more: object): Change =>
  (json) =>
    isObject(json) ? { ...json, ...more } : json

/** Success refused in so many ways: nothing in such an answer is believed, a code least of all. */
export const REFUSED: readonly (readonly [string, Fault])[] = [
  ['success as false', { change: beside({ success: false }) }],
  ['success as "false"', { change: beside({ success: 'false' }) }],
  ['an error', { change: beside({ error: 'boom' }) }],
  ['an error object', { change: beside({ error: {} }) }],
  ['HTTP 500', { status: 500, change: (json) => json }],
  ['HTTP 409', { status: 409, change: beside({ detail: 'already connected', message: 'already authorized' }) }],
]

/** Phones and identities that are digits, as JSON numbers. */
export const numeric = (ids: readonly string[]): Fault => ({
  change: (json) =>
    everywhere(json, (value) => {
      if (typeof value !== 'string') return value
      const digits = /^([1-9]\d{5,14})(?:(?::\d+)?@(?:c\.us|s\.whatsapp\.net))?$/.exec(value)?.[1]
      return digits !== undefined && (value.includes('@') || ids.includes(value)) ? Number(digits) : value
    }),
})

const WORDS = /^(?:status|state|stateInstance|connectionStatus|text|type|app_status|provider)$/
const swapped = (word: string): string => (word === word.toUpperCase() ? word.toLowerCase() : word.toUpperCase())
/** Status words in the other case, with space around them. */
export const OTHER_CASE: Fault = {
  change: (json) =>
    everywhere(json, (value, name) => (WORDS.test(name) && typeof value === 'string' && /^[a-z_]+$/i.test(value) ? ` ${swapped(value)}\n` : value)),
}

/** Each row of a list twice; `differ` = the second says something else. */
export const twice = (differ: boolean): Fault => ({
  change: (json) =>
    everywhere(json, (value) => {
      if (!Array.isArray(value)) return value
      return value.flatMap((row: unknown) => [row, isObject(row) && differ ? { note: 'another', ...row } : row])
    }),
})
