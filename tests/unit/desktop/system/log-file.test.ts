import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLogFile, type LogFile } from '../../../../src/main/desktop/system/log-file'

describe('the log file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const open = (maxSize?: number): LogFile => createLogFile({ folder: join(folder, 'logs'), toConsole: false, ...(maxSize === undefined ? {} : { maxSize }) })
  const lines = (log: LogFile): string[] => readFileSync(log.path, 'utf8').trimEnd().split('\n')

  it('writes one line an event with the time in ISO form', () => {
    const log = open()
    log.info('started', { version: '1.0.0' })
    log.warn('two\nlines')
    log.error('plain')
    const time = String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z `
    expect(lines(log)).toEqual([
      expect.stringMatching(new RegExp(`${time}info  started \\{"version":"1\\.0\\.0"\\}$`)),
      expect.stringMatching(new RegExp(`${time}warn  two ⏎ lines$`)),
      expect.stringMatching(new RegExp(`${time}error plain$`)),
    ])
  })

  it('holds no secret that slipped into a message, a fact or an error', () => {
    const log = open()
    log.info('Bearer abcdef', { password: 'hunter2', error: new Error('key_live123 refused') })
    expect(lines(log).join()).not.toMatch(/abcdef|hunter2|live123/)
  })

  it('prints no format letters in place of facts', () => {
    const log = open()
    log.info('100%s of %o', { count: 1 })
    expect(lines(log)[0]).toMatch(/info {2}100%s of %o \{"count":1\}$/)
  })

  it('keeps two files of limited size', () => {
    const log = open(2_000)
    for (let index = 0; index < 200; index += 1) log.info(`line ${index} of many`)
    const files = readdirSync(join(folder, 'logs')).sort()
    expect(files).toEqual(['main.log', 'main.old.log'])
    for (const file of files) expect(statSync(join(folder, 'logs', file)).size).toBeLessThan(2_300)
    expect(lines(log).at(-1)).toContain('line 199')
  })

  it('is readable by its owner only', () => {
    const log = open()
    log.info('x')
    expect(statSync(log.path).mode & 0o777).toBe(0o600)
  })

  it('throws nothing where it cannot be written', () => {
    writeFileSync(join(folder, 'logs'), 'a file in the place of the folder')
    const log = open()
    expect(() => log.error('x', { y: 1n })).not.toThrow()
    expect(existsSync(log.path)).toBe(false)
  })

  it('cuts what would fill the file at once', () => {
    mkdirSync(join(folder, 'logs'))
    const log = open()
    log.info('answer', { body: 'x y '.repeat(100_000) })
    expect(statSync(log.path).size).toBeLessThan(10_000)
  })
})
