// Open at login: a desktop entry in the autostart folder on Linux (Electron's own call does nothing there), the system's login items elsewhere.
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Log } from '../../core/ports'

/** Argument that starts the app without its window. */
const HIDDEN_ARGUMENT = '--hidden'

/** Turns opening at login on and off. */
export interface Autostart {
  /** False when the system refused; the reason is in the log. */
  apply(wanted: { readonly openAtLogin: boolean; readonly startHidden: boolean }): boolean
}

/** Electron's `app`, as far as login items go. */
export interface LoginItems {
  setLoginItemSettings(settings: { openAtLogin: boolean; args: string[] }): void
}

/** `command` is the installed executable with its arguments, e.g. `['/opt/WPP Companion/wpp-companion']`. */
export function createAutostart(parts: {
  readonly platform: NodeJS.Platform
  readonly command: readonly string[]
  /** `$XDG_CONFIG_HOME`, or `~/.config`. */
  readonly configHome: string
  readonly loginItems: LoginItems
  readonly log: Log
}): Autostart {
  const file = join(parts.configHome, 'autostart', 'wpp-companion.desktop')
  return {
    apply({ openAtLogin, startHidden }) {
      try {
        const args = startHidden ? [HIDDEN_ARGUMENT] : []
        if (parts.platform !== 'linux') parts.loginItems.setLoginItemSettings({ openAtLogin, args })
        else if (openAtLogin) replace(file, desktopEntry([...parts.command, ...args]))
        else rmSync(file, { force: true })
        return true
      } catch (error) {
        parts.log.warn('open at login not set', { error: error instanceof Error ? error.message : String(error) })
        return false
      }
    },
  }
}

/** The autostart entry; see https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html */
export function desktopEntry(command: readonly string[]): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=WPP Companion',
    'Icon=wpp-companion',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
  ]
  return `${lines.join('\n')}\n`
}

/** Quoted twice: for the Exec key's own rules, then for the rules of string values; `%` would begin a field code. */
function quoted(argument: string): string {
  const plain = /^[\w@+=:,./-]+$/.test(argument)
  const inQuotes = plain ? argument : `"${argument.replace(/["`$\\]/g, '\\$&')}"`
  return inQuotes.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/%/g, '%%')
}

/** Written beside and renamed, so that a login never reads half an entry. */
function replace(file: string, content: string): void {
  if (contentOf(file) === content) return
  mkdirSync(dirname(file), { recursive: true })
  const fresh = `${file}.new`
  writeFileSync(fresh, content, { mode: 0o644 })
  chmodSync(fresh, 0o644)
  renameSync(fresh, file)
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
