// What the settings are at the start: the file, or in place of a damaged one the last good copy, or the defaults.
import { chmodSync, readFileSync, renameSync } from 'node:fs'
import { DEFAULT_SETTINGS } from '../../../shared/model/settings'
import { NOTHING_UNREAD, readSettings, type ReadSettings } from '../../../shared/model/settings-reading'
import type { Log } from '../../core/ports'
import { FILE_MODE, writeAtomically } from './atomic-file'
import { hasMark, parseSettings } from './settings-text'

const ANEW: ReadSettings = { settings: DEFAULT_SETTINGS, unread: NOTHING_UNREAD }

/** Settings to start with, and what happened to the file. */
export interface StartingSettings extends ReadSettings {
  /** Path of the file that could not be read and was set aside; null = all was well, or it stays in the way. */
  readonly setAside: string | null
  /** They come from the last good copy. */
  readonly restored: boolean
  /** False = a file that could not be set aside is not written over. */
  readonly mayWrite: boolean
  /** The file is readable here but not for electron-store, which knows no byte order mark. */
  readonly rewrite: boolean
}

/** Reads them. Never throws: what the disk refuses is logged. */
export function startingSettings({
  path,
  copy,
  now,
  log,
}: {
  readonly path: string
  readonly copy: string
  readonly now: number
  readonly log: Log
}): StartingSettings {
  const fine = { setAside: null, restored: false, mayWrite: true, rewrite: false }
  try {
    const text = readFileSync(path, 'utf8')
    const read = readSettings(parseSettings(text))
    if (read) return { ...fine, ...read, rewrite: hasMark(text) }
  } catch (error) {
    if (isMissing(error)) return { ...fine, ...ANEW }
    log.error('settings cannot be read', { error: message(error) })
  }
  const setAside = putAside(path, path.replace(/\.json$/, `.damaged-${stamp(now)}.json`), log)
  const kept = lastGood(copy)
  if (!kept) return { ...fine, ...ANEW, setAside, mayWrite: setAside !== null }
  if (setAside !== null) putBack(path, kept.text, log)
  log.warn('last good settings in use')
  return { ...fine, ...kept.read, setAside, restored: true, mayWrite: setAside !== null }
}

function lastGood(path: string): { readonly read: ReadSettings; readonly text: string } | null {
  try {
    const content = parseSettings(readFileSync(path, 'utf8'))
    const read = readSettings(content)
    return read && { read, text: JSON.stringify(content) }
  } catch {
    return null // there is none, or it cannot be read either
  }
}

/** At once, so that the next start finds them even if nothing changes in this one. */
function putBack(path: string, text: string, log: Log): void {
  try {
    writeAtomically(path, text)
  } catch (error) {
    log.error('last good settings not written', { error: message(error) }) // the next save tries again
  }
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
