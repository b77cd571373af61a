import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Conf from 'conf'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '../../../src/main/core/ports'
import { openSettings, type OpenedSettings, type OpenStore } from '../../../src/main/desktop/settings-file'
import { DEFAULT_SETTINGS, type Settings } from '../../../src/shared/settings'

// electron-store is this class with Electron's folder and file name filled in.
const openConf: OpenStore = ({ cwd, name, fileMode }) =>
  new Conf<Record<string, unknown>>({ cwd, configName: name, configFileMode: fileMode, accessPropertiesByDotNotation: false })

const NOW = Date.UTC(2026, 6, 30, 12, 0, 0)
const clock = { now: () => NOW, after: () => () => undefined }
const CHANGED: Settings = { ...DEFAULT_SETTINGS, language: 'ru', sound: false }

describe('the settings file', () => {
  let folder: string
  let errors: string[]
  let log: Log
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'))
    errors = []
    log = { info: () => undefined, warn: () => undefined, error: (message) => void errors.push(message) }
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const file = (): string => join(folder, 'settings.json')
  const open = (openStore: OpenStore = openConf): OpenedSettings => openSettings({ folder, openStore, clock, log })
  const onDisk = (): unknown => JSON.parse(readFileSync(file(), 'utf8'))

  it('begins with the defaults in a new profile', () => {
    expect(open().current).toEqual(DEFAULT_SETTINGS)
    expect(open().setAside).toBeNull()
  })

  it('is read back by the next start', () => {
    open().save(CHANGED)
    expect(open().current).toEqual(CHANGED)
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('makes its folder', () => {
    rmSync(folder, { recursive: true })
    open().save(CHANGED)
    expect(onDisk()).toEqual(CHANGED)
  })

  it('keeps the newest of many quick saves', () => {
    const settings = open()
    for (let hour = 1; hour <= 20; hour += 1) settings.save({ ...CHANGED, mutedUntil: hour })
    expect(settings.current.mutedUntil).toBe(20)
    expect(onDisk()).toMatchObject({ mutedUntil: 20 })
  })

  it('is readable by its owner only', () => {
    open().save(CHANGED)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('drops keys that it does not know', () => {
    writeFileSync(file(), JSON.stringify({ ...CHANGED, extra: 1 }))
    expect(open().current).toEqual(CHANGED)
  })

  it.each([
    ['half a file', '{"version": 1, "langu'],
    ['an empty file', ''],
    ['a file of zero bytes after a crash', '\0\0\0\0'],
    ['a list', '[]'],
    ['a wrong type', JSON.stringify({ ...CHANGED, sound: 'yes' })],
    ['a newer version', JSON.stringify({ ...CHANGED, version: 2 })],
  ])('sets %s aside, reports it and starts anew', (_name, content) => {
    writeFileSync(file(), content)
    const settings = open()
    expect(settings.setAside).toBe(join(folder, 'settings.damaged-20260730T120000000Z.json'))
    expect(readFileSync(settings.setAside ?? '', 'utf8')).toBe(content)
    expect(settings.current).toEqual(DEFAULT_SETTINGS)
    settings.save(CHANGED)
    expect(onDisk()).toEqual(CHANGED)
    expect(open().setAside).toBeNull()
  })

  it('writes nothing over a damaged file that cannot be set aside', () => {
    writeFileSync(file(), '{"version": 2}')
    mkdirSync(join(folder, 'settings.damaged-20260730T120000000Z.json', 'in the way'), { recursive: true })
    const settings = open()
    expect(settings.setAside).toBeNull()
    expect(settings.canSave()).toBe(false)
    settings.save(CHANGED)
    expect(readFileSync(file(), 'utf8')).toBe('{"version": 2}')
    expect(settings.current).toEqual(CHANGED)
    expect(settings.canSave()).toBe(false)
  })

  it('lives in memory while the disk refuses, logs it, and writes when it may again', () => {
    let refuses = true
    const settings = open((options) => {
      if (refuses) throw new Error('EROFS: read-only file system')
      return openConf(options)
    })
    settings.save(CHANGED)
    expect(settings.current).toEqual(CHANGED)
    expect(errors).toEqual(['settings not written'])
    refuses = false
    settings.save(CHANGED)
    expect(onDisk()).toEqual(CHANGED)
  })

  it('tells when nothing can be saved and when it can again, each once', () => {
    let refuses = false
    const told: boolean[] = []
    const settings = open((options) => {
      const store = openConf(options)
      return {
        get store() {
          return store.store
        },
        set store(value) {
          if (refuses) throw new Error('ENOSPC: no space left on device')
          store.store = value
        },
      }
    })
    const stop = settings.onCanSave((can) => void told.push(can))
    const save = (hour: number): void => settings.save({ ...CHANGED, mutedUntil: hour })
    save(1)
    expect([settings.canSave(), told]).toEqual([true, []])
    refuses = true
    save(2)
    save(3)
    expect([settings.canSave(), told]).toEqual([false, [false]])
    refuses = false
    save(4)
    save(5)
    expect([settings.canSave(), told]).toEqual([true, [false, true]])
    stop()
    refuses = true
    save(6)
    expect(told).toHaveLength(2)
  })

  it('notices a write that was cut short and writes again', () => {
    let cut = true
    const settings = open((options) => {
      const store = openConf(options)
      return {
        get store() {
          return store.store
        },
        set store(value) {
          if (cut) writeFileSync(file(), JSON.stringify(value).slice(0, 20))
          else store.store = value
        },
      }
    })
    settings.save(CHANGED)
    expect(errors).toEqual(['settings not written'])
    cut = false
    settings.save(CHANGED)
    expect(onDisk()).toEqual(CHANGED)
  })

  it('sets aside what it cannot read', () => {
    mkdirSync(file())
    expect(open().setAside).not.toBeNull()
    expect(open().current).toEqual(DEFAULT_SETTINGS)
  })
})
