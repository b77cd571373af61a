// The settings on disk: read once, record by record; a file that is no settings at all is set aside; written whole and atomically by electron-store.
import { mkdirSync, readFileSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../../../shared/model/settings'
import { writableSettings, type Unread } from '../../../shared/model/settings-reading'
import type { Cancel, Clock, Log, SettingsFile } from '../../core/ports'
import { FILE_MODE, writeAtomically } from './atomic-file'
import { startingSettings } from './settings-start'
import { parseSettings, SETTINGS_NAME } from './settings-text'

/** Settings together with what happened to a damaged file. */
export interface OpenedSettings extends SettingsFile {
  /** Path of the file that could not be read and was set aside; null = all was well. */
  readonly setAside: string | null
  /** The last good copy is in use, since the file could not be read. */
  readonly restored: boolean
  /** What the file holds that this build cannot read: it is written back as it is. */
  readonly unread: Unread
  /** False = what changes now is lost at quit: the last save failed, or a file that could not be set aside is in the way. */
  canSave(): boolean
  /** Called at every change of {@link canSave}. */
  onCanSave(listener: (can: boolean) => void): Cancel
  /** Loads electron-store now rather than with the first change; settles when it is there. */
  ready(): Promise<void>
  /** Writes what waits to be written. */
  flush(): void
  /** True when all that was changed is on disk. */
  isSaved(): boolean
}

/** The part of electron-store that is used: assigning `store` replaces the file atomically. */
interface SettingsStore {
  store: Record<string, unknown>
}

/** How the store is made: electron-store in the app, `conf` beneath it in tests without Electron. */
export type OpenStore = (options: { cwd: string; name: string; fileMode: number }) => SettingsStore

const SPARE = 16_384 // bytes; a full disk cuts a write short without an error, and the short file would replace the good one
/** The last good copy is renewed with a change of the records, else no more often than this, ms: the file is written every second in a storm. */
const COPY_EVERY = 60_000

/** Opens `settings.json` in the folder. Never throws: a disk that refuses is logged, and the settings live in memory until it takes them. */
export function createSettingsFile(parts: {
  readonly folder: string
  readonly loadStore: () => Promise<OpenStore>
  readonly clock: Clock
  readonly log: Log
}): OpenedSettings {
  const { folder, clock, log } = parts
  const path = join(folder, `${SETTINGS_NAME}.json`)
  const copy = join(folder, `${SETTINGS_NAME}.last-good.json`)
  const { settings, unread, setAside, restored, mayWrite, rewrite } = startingSettings({ path, copy, now: clock.now(), log })
  let openStore: OpenStore | null = null
  let loading: Promise<void> | null = null
  let store: SettingsStore | null = null
  let current = settings
  /** What electron-store could not open is replaced before it tries. */
  let replaceFirst = rewrite
  let copiedAt: number | null = null
  let copied: Pick<Settings, 'connections' | 'numbers'> | null = null
  /** What is to be written, by the timer or when electron-store is there. */
  let waiting = false
  let stopTimer: Cancel = () => undefined
  let written: string | null = null
  let saves = mayWrite
  const listeners = new Set<(can: boolean) => void>()
  const become = (can: boolean): void => {
    if (can === saves) return
    saves = can
    for (const listener of listeners) listener(can)
  }

  /** Keeps the file that was just proved readable. A disk that refuses the copy has taken the settings all the same. */
  const keepCopy = (text: string, { connections, numbers }: Settings): void => {
    const records = copied?.connections.length === connections.length && copied.numbers.length === numbers.length
    if (records && copiedAt !== null && Math.abs(clock.now() - copiedAt) < COPY_EVERY) return
    try {
      writeAtomically(copy, text)
      copiedAt = clock.now()
      copied = { connections, numbers }
    } catch (error) {
      log.warn('last good settings not kept', { error: message(error) })
    }
  }
  const write = (open: OpenStore, next: Settings): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const content = writableSettings(next, unread)
    const text = JSON.stringify(content)
    const free = statfsSync(folder, { bigint: true })
    // The settings, the copy, and a temporary file of one of them.
    if (free.bavail * free.bsize < BigInt(3 * Buffer.byteLength(text) + SPARE)) throw new Error('no space left on the disk')
    if (replaceFirst) writeAtomically(path, text)
    replaceFirst = false
    store ??= open({ cwd: folder, name: SETTINGS_NAME, fileMode: FILE_MODE })
    store.store = structuredClone(content)
    const onDisk = readFileSync(path, 'utf8')
    if (parseSettings(onDisk) === undefined) throw new Error('written only in part')
    keepCopy(onDisk, next)
  }

  const flush = (): void => {
    stopTimer()
    // A save that failed is tried again, at the latest at quit.
    if ((!waiting && saves) || openStore === null) return
    waiting = false
    const text = JSON.stringify(current)
    if (text === written || !mayWrite) return
    written = null
    try {
      write(openStore, current)
      written = text
      become(true)
    } catch (error) {
      log.error('settings not written', { error: message(error) }) // the next save tries again
      become(false)
    }
  }
  const ready = (): Promise<void> =>
    (loading ??= parts.loadStore().then(
      (loaded) => {
        openStore = loaded
      },
      (error: unknown) => {
        log.error('electron-store cannot be loaded', { error: message(error) })
        loading = null // the next save tries again
        become(false)
      },
    ))

  return {
    setAside,
    restored,
    unread,
    ready,
    flush,
    canSave: () => saves,
    isSaved: () => !waiting && saves,
    onCanSave(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    get current() {
      return current
    },
    save(next, withinMs = 0) {
      current = next
      if (openStore === null) {
        waiting = true
        void ready().then(flush)
      } else if (withinMs === 0) {
        waiting = true
        flush()
      } else if (!waiting) {
        waiting = true
        stopTimer = clock.after(withinMs, flush)
      }
    },
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
