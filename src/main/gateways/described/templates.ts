// From a described call and the values of a number to a request. Values stand in paths and queries percent-encoded, so that none of them changes the path.
import type { DescribedCall } from './description'

/** Values by name: the fields of the form, `session`, `phone`, `row.<field>`. */
export type Values = Readonly<Record<string, string>>

/** What is sent, below the base address. */
export interface FilledCall {
  readonly method: DescribedCall['method']
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly form?: Readonly<Record<string, string>>
}

/** Fills a call in. Null = a value that it needs is not known. Headers whose only value is empty are left out. */
export function fill(call: DescribedCall, headers: Readonly<Record<string, string>>, values: Values): FilledCall | null {
  let complete = true as boolean // set by a callback
  const filled = (text: string, encode: (value: string) => string = (value) => value): string =>
    text.replace(PLACEHOLDER, (_whole, name: string) => {
      const value = values[name]
      if (value === undefined) complete = false
      return encode(value ?? '')
    })
  const record = (texts: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, filled(text)]))
  const query = Object.entries(call.query ?? {}).map(([name, text]) => `${encodeURIComponent(name)}=${filled(text, encodeURIComponent)}`)
  const path = filled(call.path, encodeURIComponent) + (query.length > 0 ? `?${query.join('&')}` : '')
  const sent = Object.entries(call.headers ?? headers).filter(([, text]) => !isEmpty(text, values))
  const request: FilledCall = {
    method: call.method,
    path,
    headers: record(Object.fromEntries(sent)),
    ...(call.json ? { body: Object.fromEntries(Object.entries(call.json).map(([name, text]) => [name, jsonValue(text, filled(text))])) } : {}),
    ...(call.form ? { form: record(call.form) } : {}),
  }
  // A segment of dots would climb out of the path, however it is encoded.
  return complete && !/\/\.{1,2}(?:[/?]|$)/.test(path) ? request : null
}

const PLACEHOLDER = /\{([a-zA-Z0-9.]+)(?::number)?\}/g

/** True for a header that is nothing but a field that was left empty. */
function isEmpty(text: string, values: Values): boolean {
  const only = /^\{([a-zA-Z0-9.]+)\}$/.exec(text)?.[1]
  return only !== undefined && values[only] === ''
}

function jsonValue(text: string, value: string): string | number {
  return /^\{[a-zA-Z0-9.]+:number\}$/.test(text) && /^\d{1,15}$/.test(value) ? Number(value) : value
}
