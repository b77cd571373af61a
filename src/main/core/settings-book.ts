// The settings in memory, written through to the file on every change.
import type { ConnectionRecord, NumberRecord, Settings } from '../../shared/settings'
import type { SettingsFile } from './ports'

/** Reads and changes the settings; every change is saved. */
export interface SettingsBook {
  current(): Settings
  set(change: Partial<Settings>): void
  connection(id: string): ConnectionRecord | null
  putConnection(record: ConnectionRecord): void
  /** Removes a connection and its numbers. */
  dropConnection(id: string): void
  number(key: string): NumberRecord | null
  numbersOf(connectionId: string): readonly NumberRecord[]
  putNumber(record: NumberRecord): void
  /** Where a number stands: written within a second, since thousands may change together. */
  noteNumber(record: NumberRecord): void
  dropNumber(key: string): void
}

/** A crash blurs where a number stood by no more than this, ms. */
const NOTE_WITHIN = 1_000

/** Opens the book over the file. */
export function settingsBook(file: SettingsFile): SettingsBook {
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
  }
}

function put<T>(list: readonly T[], item: T, same: (each: T) => boolean): T[] {
  return list.some(same) ? list.map((each) => (same(each) ? item : each)) : [...list, item]
}
