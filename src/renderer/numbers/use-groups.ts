// The list's order: numbers under their connection, trouble first.
import { useMemo } from 'react'
import type { AppSnapshot, ConnectionView, SessionView } from '../../shared/ipc/snapshot'
import { byName, numberName } from '../../shared/words/number-name'
import type { Translate } from '../../shared/words/i18n'
import { useWords } from '../words/words-context'
import { isTrouble, statusWord, troubleFirst } from '../words/number-view'

/** A connection with its numbers in order. */
export interface Group {
  readonly connection: ConnectionView
  readonly numbers: readonly SessionView[]
}

/** Groups in order: a connection with trouble comes before the quiet ones. */
export function useGroups({ connections, sessions, sorted }: AppSnapshot): readonly Group[] {
  const { language } = useWords()
  return useMemo(() => {
    const byConnection = new Map<string, SessionView[]>(connections.map((each) => [each.id, []]))
    for (const session of sorted ? sessions : byName(sessions, language)) byConnection.get(session.connectionId)?.push(session)
    const groups = connections.map((connection) => ({ connection, numbers: troubleFirst(byConnection.get(connection.id) ?? []) }))
    const troubled = (group: Group): number => (group.numbers.some(isTrouble) || group.connection.failure !== null ? 0 : 1)
    return groups.sort((a, b) => troubled(a) - troubled(b))
  }, [connections, sessions, sorted, language])
}

/** A text without case and accents, so that "otica" finds "Ótica". The Russian й and ё stay letters of their own: people type е for ё only. */
function plain(text: string): string {
  const folded = text.normalize('NFD').replace(/(?<!\p{Script=Cyrillic})\p{M}/gu, '')
  return folded.normalize('NFC').toLocaleLowerCase().replaceAll('ё', 'е')
}

/** Keeps what matches the query in name, phone, session id, status or connection; groups left empty go. */
export function filterGroups(groups: readonly Group[], query: string, t: Translate): readonly Group[] {
  const wanted = plain(query.trim())
  if (wanted === '') return groups
  const digits = wanted.replace(/[\s()+-]/g, '')
  const matches = (session: SessionView): boolean =>
    plain(`${numberName(session)}\n${session.sessionId}\n${statusWord(session, t)}`).includes(wanted) ||
    (/^\d+$/.test(digits) && (session.phone ?? '').replace(/\D/g, '').includes(digits))
  return groups
    .map((group) => (plain(group.connection.name).includes(wanted) ? group : { ...group, numbers: group.numbers.filter(matches) }))
    .filter((group) => group.numbers.length > 0)
}
