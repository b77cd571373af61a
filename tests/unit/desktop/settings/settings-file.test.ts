import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '../../../../src/main/core/ports'
import { createSettingsFile, type OpenedSettings, type OpenStore } from '../../../../src/main/desktop/settings/settings-file'
import { DEFAULT_SETTINGS, type Settings } from '../../../../src/shared/model/settings'
import { openConf, storeThat } from './stores'

const NOW = Date.UTC(2026, 6, 30, 12, 0, 0)
/** Timers of the file, run by the test. */
let due: (() => void)[] = []
const clock = {
  now: () => NOW,
  after: (_ms: number, run: () => void) => {
    due.push(run)
    return () => void (due = due.filter((each) => each !== run))
  },
}
const CHANGED: Settings = { ...DEFAULT_SETTINGS, language: 'ru', sound: false }

describe('the settings file', () => {
  let folder: string
  let errors: string[]
  let log: Log
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'))
    errors = []
    due = []
    log = { info: () => undefined, warn: () => undefined, error: (message) => void errors.push(message) }
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const file = (): string => join(folder, 'settings.json')
  const open = async (openStore: OpenStore = openConf): Promise<OpenedSettings> => {
    const settings = createSettingsFile({ folder, loadStore: async () => openStore, clock, log })
    await settings.ready()
    return settings
  }
  const onDisk = (): unknown => JSON.parse(readFileSync(file(), 'utf8'))

  it('begins with the defaults in a new profile', async () => {
    expect((await open()).current).toEqual(DEFAULT_SETTINGS)
    expect((await open()).setAside).toBeNull()
  })

  it('is read back by the next start', async () => {
    const settings = await open()
    settings.save(CHANGED)
    expect((await open()).current).toEqual(CHANGED)
    expect(readdirSync(folder)).toEqual(['settings.json', 'settings.last-good.json'])
  })

  it('makes its folder', async () => {
    rmSync(folder, { recursive: true })
    const settings = await open()
    settings.save(CHANGED)
    expect(onDisk()).toEqual(CHANGED)
  })

  it('keeps the newest of many quick saves', async () => {
    const settings = await open()
    for (let hour = 1; hour <= 20; hour += 1) settings.save({ ...CHANGED, mutedUntil: hour })
    expect(settings.current.mutedUntil).toBe(20)
    expect(onDisk()).toMatchObject({ mutedUntil: 20 })
  })

  it('writes what may wait once, with the next change or when its time has come', async () => {
    const settings = await open()
    settings.save({ ...CHANGED, mutedUntil: 1 }, 1_000)
    settings.save({ ...CHANGED, mutedUntil: 2 }, 1_000)
    expect([due.length, readdirSync(folder)]).toEqual([1, []])
    due[0]?.()
    expect(onDisk()).toMatchObject({ mutedUntil: 2 })
    settings.save({ ...CHANGED, mutedUntil: 3 }, 1_000)
    settings.save({ ...CHANGED, mutedUntil: 4 })
    expect(onDisk()).toMatchObject({ mutedUntil: 4 })
    expect(due).toEqual([]) // called off
    settings.save({ ...CHANGED, mutedUntil: 5 }, 1_000)
    settings.flush()
    expect(onDisk()).toMatchObject({ mutedUntil: 5 })
  })

  it('writes what was saved before electron-store was loaded as soon as it is', async () => {
    let loaded: (open: OpenStore) => void = () => undefined
    const settings = createSettingsFile({ folder, loadStore: () => new Promise((resolve) => (loaded = resolve)), clock, log })
    settings.save({ ...CHANGED, mutedUntil: 1 })
    settings.save({ ...CHANGED, mutedUntil: 2 })
    expect(readdirSync(folder)).toEqual([])
    loaded(openConf)
    await settings.ready()
    await Promise.resolve()
    expect(onDisk()).toMatchObject({ mutedUntil: 2 })
  })

  it('says that nothing can be saved while electron-store cannot be loaded, and loads it with the next change', async () => {
    let refuses = true
    const settings = createSettingsFile({ folder, loadStore: async () => (refuses ? Promise.reject(new Error('gone')) : openConf), clock, log })
    settings.save(CHANGED)
    await settings.ready()
    expect([settings.canSave(), errors]).toEqual([false, ['electron-store cannot be loaded']])
    refuses = false
    settings.save(CHANGED)
    await settings.ready()
    await Promise.resolve()
    expect([settings.canSave(), onDisk()]).toEqual([true, CHANGED])
  })

  it('is readable by its owner only', async () => {
    const settings = await open()
    settings.save(CHANGED)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it.each([
    ['half a file', '{"version": 1, "langu'],
    ['an empty file', ''],
    ['a file of zero bytes after a crash', '\0\0\0\0'],
    ['a list', '[]'],
    ['a text', '"settings"'],
    ['a byte order mark alone', '\uFEFF'],
  ])('sets %s aside, reports it and starts anew', async (_name, content) => {
    writeFileSync(file(), content)
    const settings = await open()
    expect(settings.setAside).toBe(join(folder, 'settings.damaged-20260730T120000000Z.json'))
    expect(readFileSync(settings.setAside ?? '', 'utf8')).toBe(content)
    expect(settings.current).toEqual(DEFAULT_SETTINGS)
    settings.save(CHANGED)
    expect(onDisk()).toEqual(CHANGED)
    expect((await open()).setAside).toBeNull()
  })

  it('writes nothing over a damaged file that cannot be set aside', async () => {
    writeFileSync(file(), '{"version": 2')
    mkdirSync(join(folder, 'settings.damaged-20260730T120000000Z.json', 'in the way'), { recursive: true })
    const settings = await open()
    expect(settings.setAside).toBeNull()
    expect(settings.canSave()).toBe(false)
    settings.save(CHANGED)
    expect(readFileSync(file(), 'utf8')).toBe('{"version": 2')
    expect(settings.current).toEqual(CHANGED)
    expect(settings.canSave()).toBe(false)
  })

  it('writes at quit what the disk refused before', async () => {
    let refuses = true
    const openStore: typeof openConf = (options) => {
      if (refuses) throw new Error('EROFS: read-only file system')
      return openConf(options)
    }
    const settings = createSettingsFile({ folder, loadStore: async () => openStore, clock, log })
    settings.save(CHANGED)
    await settings.ready()
    expect(settings.canSave()).toBe(false)
    refuses = false
    settings.flush()
    expect([settings.canSave(), onDisk()]).toEqual([true, CHANGED])
  })

  it('lives in memory while the disk refuses, logs it, and writes when it may again', async () => {
    let refuses = true
    const settings = await open((options) => {
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

  it('tells when nothing can be saved and when it can again, each once', async () => {
    let refuses = false
    const told: boolean[] = []
    const settings = await open(
      storeThat(() => {
        if (refuses) throw new Error('ENOSPC: no space left on device')
        return false
      }),
    )
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

  it('notices a write that was cut short and writes again', async () => {
    let cut = true
    const settings = await open(
      storeThat((value) => {
        if (cut) writeFileSync(file(), JSON.stringify(value).slice(0, 20))
        return cut
      }),
    )
    settings.save(CHANGED)
    expect(errors).toEqual(['settings not written'])
    cut = false
    settings.save(CHANGED)
    expect(onDisk()).toEqual(CHANGED)
  })

  it('sets aside what it cannot read', async () => {
    mkdirSync(file())
    expect((await open()).setAside).not.toBeNull()
    expect((await open()).current).toEqual(DEFAULT_SETTINGS)
  })
})
