// The settings on disk: read once, upgraded, a damaged file set aside; written whole and atomically by electron-store.
import { chmodSync, mkdirSync, readFileSync, renameSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_SETTINGS, upgradeSettings, type Settings } from '../../shared/settings'
import type { Cancel, Clock, Log, SettingsFile } from '../core/ports'

/** Settings together with what happened to a damaged file. */
export interface OpenedSettings extends SettingsFile {
  /** Path of the file that could not be read and was set aside; null = all was well. */
  readonly setAside: string | null
  /** False = what changes now is lost at quit: the last save failed, or a file that could not be set aside is in the way. */
  canSave(): boolean
  /** Hears of every change of {@link canSave}. */
  onCanSave(listener: (can: boolean) => void): Cancel
  /** Loads electron-store now rather than with the first change; settles when it is there. */
  ready(): Promise<void>
  /** Writes what waits to be written. */
  flush(): void
}

/** The part of electron-store that is used: assigning `store` replaces the file atomically. */
export interface SettingsStore {
  store: Record<string, unknown>
}

/** How the store is made: electron-store in the app, `conf` beneath it in tests without Electron. */
export type OpenStore = (options: { cwd: string; name: string; fileMode: number }) => SettingsStore

const NAME = 'settings'
const SPARE = 16_384 // bytes; a full disk cuts a write short without an error, and the short file would replace the good one
const FILE_MODE = 0o600 // addresses, logins and phone numbers: nobody else's business

/** Opens `settings.json` in the folder. Never throws: a disk that refuses is logged, and the settings live in memory until it takes them. */
export function openSettings(parts: { readonly folder: string; readonly loadStore: () => Promise<OpenStore>; readonly clock: Clock; readonly log: Log }): OpenedSettings {
  const { folder, clock, log } = parts
  const path = join(folder, `${NAME}.json`)
  const { settings, damaged } = read(path, log)
  const setAside = damaged ? putAside(path, join(folder, `${NAME}.damaged-${stamp(clock.now())}.json`), log) : null

  // What could not be set aside is not written over: it may be the settings of a newer app.
  const mayWrite = !damaged || setAside !== null
  let openStore: OpenStore | null = null
  let loading: Promise<void> | null = null
  let store: SettingsStore | null = null
  let current = settings
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

  const write = (open: OpenStore, next: Settings, text: string): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const free = statfsSync(folder, { bigint: true })
    if (free.bavail * free.bsize < BigInt(2 * Buffer.byteLength(text) + SPARE)) throw new Error('no space left on the disk')
    store ??= open({ cwd: folder, name: NAME, fileMode: FILE_MODE })
    store.store = structuredClone(next)
    if (parse(readFileSync(path, 'utf8')) === undefined) throw new Error('written only in part')
  }

  const flush = (): void => {
    stopTimer()
    if (!waiting || openStore === null) return
    waiting = false
    const text = JSON.stringify(current)
    if (text === written || !mayWrite) return
    written = null
    try {
      write(openStore, current, text)
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
    ready,
    flush,
    canSave: () => saves,
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

function read(path: string, log: Log): { settings: Settings; damaged: boolean } {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return { settings: DEFAULT_SETTINGS, damaged: false }
    log.error('settings cannot be read', { error: message(error) })
    return { settings: DEFAULT_SETTINGS, damaged: true }
  }
  const upgraded = upgradeSettings(parse(text))
  return { settings: upgraded ?? DEFAULT_SETTINGS, damaged: upgraded === null }
}

function putAside(from: string, to: string, log: Log): string | null {
  try {
    renameSync(from, to)
    chmodSync(to, FILE_MODE)
    log.warn('damaged settings set aside')
    return to
  } catch (error) {
    log.error('damaged settings cannot be set aside', { error: message(error) })
    return null
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Sortable and allowed in file names everywhere: 20260730T120000000Z. */
function stamp(now: number): string {
  return new Date(now).toISOString().replace(/[-:.]/g, '')
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
