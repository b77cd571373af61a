// The settings in memory, written through to the file on every change.
import type { ConnectionRecord, NumberRecord, Settings } from '../../../shared/model/settings'
import { isUnreadNumber } from '../../../shared/model/settings-reading'
import type { SettingsFile } from '../ports'

/** Reads and changes the settings; every change is saved. */
export interface SettingsRepository {
  current(): Settings
  set(change: Partial<Settings>): void
  connection(id: string): ConnectionRecord | null
  putConnection(record: ConnectionRecord): void
  /** Removes a connection and its numbers. */
  dropConnection(id: string): void
  number(key: string): NumberRecord | null
  numbersOf(connectionId: string): readonly NumberRecord[]
  putNumber(record: NumberRecord): void
  /** Keeps the phase of a number. Written within a second, because thousands may change together. */
  noteNumber(record: NumberRecord): void
  dropNumber(key: string): void
  /** The session is only that of a number which the file holds but this build cannot read: not to be added anew under another key. */
  isUnread(connectionId: string, sessionId: string): boolean
}

/** A changed phase is on disk after this at the latest, ms; a crash loses no more. */
const NOTE_WITHIN = 1_000

/** Builds the repository over the file. */
export function createSettingsRepository(file: SettingsFile): SettingsRepository {
  let settings = file.current
  const set = (change: Partial<Settings>, withinMs = 0): void => {
    settings = { ...settings, ...change }
    file.save(settings, withinMs)
  }
  const withNumber = (record: NumberRecord) => ({ numbers: put(settings.numbers, record, (each) => each.key === record.key) })
  return {
    current: () => settings,
    set: (change) => set(change),
    connection: (id) => settings.connections.find((each) => each.id === id) ?? null,
    putConnection: (record) => set({ connections: put(settings.connections, record, (each) => each.id === record.id) }),
    dropConnection: (id) =>
      set({ connections: settings.connections.filter((each) => each.id !== id), numbers: settings.numbers.filter((each) => each.connectionId !== id) }),
    number: (key) => settings.numbers.find((each) => each.key === key) ?? null,
    numbersOf: (connectionId) => settings.numbers.filter((each) => each.connectionId === connectionId),
    putNumber: (record) => set(withNumber(record)),
    noteNumber: (record) => set(withNumber(record), NOTE_WITHIN),
    dropNumber: (key) => set({ numbers: settings.numbers.filter((each) => each.key !== key) }),
    isUnread: (connectionId, sessionId) =>
      file.unread !== undefined &&
      isUnreadNumber(file.unread, connectionId, sessionId) &&
      !settings.numbers.some((each) => each.connectionId === connectionId && each.sessionId === sessionId),
  }
}

function put<T>(list: readonly T[], item: T, same: (each: T) => boolean): T[] {
  return list.some(same) ? list.map((each) => (same(each) ? item : each)) : [...list, item]
}
