import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAutostart, desktopEntry, type Autostart } from '../../../../src/main/desktop/system/autostart'
import { SilentLog } from '../../../fakes/silent-log'

describe('open at login', () => {
  let home: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'autostart-'))
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  const settings: unknown[] = []
  const open = (platform: NodeJS.Platform, command = ['/opt/WPP Companion/wpp-companion']): Autostart =>
    createAutostart({
      platform,
      command,
      configHome: join(home, 'config'),
      loginItems: { setLoginItemSettings: (each) => void settings.push(each) },
      log: new SilentLog(),
    })
  const file = (): string => join(home, 'config/autostart/wpp-companion.desktop')

  it('writes an entry that starts the installed app, whole and with nothing beside it', () => {
    expect(open('linux').apply({ openAtLogin: true, startHidden: false })).toBe(true)
    expect(readFileSync(file(), 'utf8')).toBe(
      '[Desktop Entry]\nType=Application\nName=WPP Companion\nIcon=wpp-companion\nExec="/opt/WPP Companion/wpp-companion"\nTerminal=false\nStartupNotify=false\nX-GNOME-Autostart-enabled=true\n',
    )
    expect(statSync(file()).mode & 0o777).toBe(0o644)
    expect(readdirSync(join(home, 'config/autostart'))).toEqual(['wpp-companion.desktop'])
  })

  it('starts hidden when asked to, and follows a change', () => {
    const autostart = open('linux', ['/usr/bin/wpp-companion'])
    autostart.apply({ openAtLogin: true, startHidden: true })
    expect(readFileSync(file(), 'utf8')).toContain('\nExec=/usr/bin/wpp-companion --hidden\n')
    autostart.apply({ openAtLogin: true, startHidden: false })
    expect(readFileSync(file(), 'utf8')).toContain('\nExec=/usr/bin/wpp-companion\n')
  })

  it('takes the entry away, also when there is none', () => {
    const autostart = open('linux')
    autostart.apply({ openAtLogin: true, startHidden: false })
    expect(autostart.apply({ openAtLogin: false, startHidden: false })).toBe(true)
    expect(existsSync(file())).toBe(false)
    expect(autostart.apply({ openAtLogin: false, startHidden: true })).toBe(true)
  })

  it('says so when the folder refuses', () => {
    writeFileSync(join(home, 'config'), 'a file in the place of the folder')
    expect(open('linux').apply({ openAtLogin: true, startHidden: false })).toBe(false)
  })

  it.each(['darwin', 'win32'] as const)('uses the login items of %s', (platform) => {
    settings.length = 0
    open(platform).apply({ openAtLogin: true, startHidden: true })
    expect(settings).toEqual([{ openAtLogin: true, args: ['--hidden'] }])
    expect(existsSync(file())).toBe(false)
  })

  it.each(['plain', 'two words', 'quo"te', 'dollar$HOME', 'back\\slash', 'tick`id`', '100%', "apo'strophe", 'Ж'])(
    'a program in a folder named %j is really started',
    (name) => {
      const folder = join(home, name)
      mkdirSync(folder)
      const program = join(folder, 'app')
      writeFileSync(program, '#!/bin/sh\necho started "$@"\n')
      chmodSync(program, 0o755)
      const exec = /^Exec=(.*)$/m.exec(desktopEntry([program, '--hidden']))?.[1] ?? ''
      // As a desktop reads it: first the escapes of a string value, then the field codes, then the quoting, which is the shell's.
      const value = exec.replace(/\\\\/g, '\\').replace(/%(.?)/g, (_code, letter) => (letter === '%' ? '%' : ''))
      expect(execFileSync('/bin/sh', ['-c', value], { encoding: 'utf8' })).toBe('started --hidden\n')
    },
  )
})
