// The list's order: numbers under their connection, trouble first.
import { useMemo } from 'react'
import type { AppSnapshot, ConnectionView, SessionView } from '../../shared/app-snapshot'
import { numberName } from '../../shared/number-name'
import { useWords } from '../words/words-context'
import { isTrouble, sortNumbers } from './number-view'

/** A connection with its numbers in order. */
export interface Group {
  readonly connection: ConnectionView
  readonly numbers: readonly SessionView[]
}

/** Groups in order: a connection with trouble comes before the quiet ones. */
export function useGroups({ connections, sessions }: AppSnapshot): readonly Group[] {
  const { language } = useWords()
  return useMemo(() => {
    const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' })
    const byConnection = new Map<string, SessionView[]>(connections.map((each) => [each.id, []]))
    for (const session of sessions) byConnection.get(session.connectionId)?.push(session)
    const groups = connections.map((connection) => ({ connection, numbers: sortNumbers(byConnection.get(connection.id) ?? [], numberName, collator) }))
    const troubled = (group: Group): number => (group.numbers.some(isTrouble) || group.connection.failure !== null ? 0 : 1)
    return groups.sort((a, b) => troubled(a) - troubled(b))
  }, [connections, sessions, language])
}

/** Keeps what matches the query in name, phone or session id; groups left empty go. */
export function filterGroups(groups: readonly Group[], query: string): readonly Group[] {
  const wanted = query.trim().toLocaleLowerCase()
  if (wanted === '') return groups
  const digits = wanted.replace(/[\s()+-]/g, '')
  const matches = (session: SessionView): boolean =>
    numberName(session).toLocaleLowerCase().includes(wanted) || session.sessionId.toLocaleLowerCase().includes(wanted) || (/^\d+$/.test(digits) && (session.phone ?? '').includes(digits))
  return groups.map((group) => ({ ...group, numbers: group.numbers.filter(matches) })).filter((group) => group.numbers.length > 0)
}
