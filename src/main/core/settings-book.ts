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
  dropNumber(key: string): void
}

/** Opens the book over the file. */
export function settingsBook(file: SettingsFile): SettingsBook {
  let settings = file.current
  const set = (change: Partial<Settings>): void => {
    settings = { ...settings, ...change }
    file.save(settings)
  }
  return {
    current: () => settings,
    set,
    connection: (id) => settings.connections.find((each) => each.id === id) ?? null,
    putConnection: (record) => set({ connections: put(settings.connections, record, (each) => each.id === record.id) }),
    dropConnection: (id) =>
      set({ connections: settings.connections.filter((each) => each.id !== id), numbers: settings.numbers.filter((each) => each.connectionId !== id) }),
    number: (key) => settings.numbers.find((each) => each.key === key) ?? null,
    numbersOf: (connectionId) => settings.numbers.filter((each) => each.connectionId === connectionId),
    putNumber: (record) => set({ numbers: put(settings.numbers, record, (each) => each.key === record.key) }),
    dropNumber: (key) => set({ numbers: settings.numbers.filter((each) => each.key !== key) }),
  }
}

function put<T>(list: readonly T[], item: T, same: (each: T) => boolean): T[] {
  return list.some(same) ? list.map((each) => (same(each) ? item : each)) : [...list, item]
}
