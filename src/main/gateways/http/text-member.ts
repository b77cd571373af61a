// One text in an answer of a server that may be anything.

/** The text of this name in a JSON object; empty if there is none. */
export function textMember(json: unknown, name: string): string {
  const value = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>)[name] : undefined
  return typeof value === 'string' ? value : ''
}
