// Rows of a list that name the same thing.

/** A row: what it is about, as it was sent, and as it was read. */
export interface ListedRow<T> {
  readonly id: string
  readonly sent: unknown
  readonly value: T
}

/**
 * Each identity once. Equal rows are one; rows of one identity that say different things prove nothing about it: they are left out and counted as
 * `contradicting`, so that the list is not a full one.
 */
export function onceEach<T>(rows: readonly ListedRow<T>[]): { readonly rows: readonly T[]; readonly contradicting: number } {
  const byId = new Map<string, ListedRow<T>[]>()
  for (const row of rows) {
    const alike = byId.get(row.id)
    if (alike) alike.push(row)
    else byId.set(row.id, [row])
  }
  const single = [...byId.values()].flatMap(([first, ...others]) => {
    const text = others.length === 0 || first === undefined ? '' : canonical(first.sent)
    return first !== undefined && others.every(({ sent }) => canonical(sent) === text) ? [first.value] : []
  })
  return { rows: single, contradicting: byId.size - single.length }
}

/** JSON in which neither the order of fields matters nor whether an identifier is text or a number. */
function canonical(sent: unknown): string {
  return JSON.stringify(sent, (_name, value: unknown) => {
    if (Number.isSafeInteger(value)) return String(value)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
