// A private machine for one test: home folder, screen, D-Bus with a desktop's services, keyring. Nothing of the real one is seen or touched.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startPrivateBus, type PrivateBus } from '../../fakes/desktop/private-bus'
import { startDisplay, type Display } from './desktop/display'
import { startWorldKeyring, type KeyringSetup, type WorldKeyring } from './desktop/keyring'
import { startLogin1, type Login1 } from './desktop/login1'
import { startNoticeDaemon, type NoticeDaemon } from './desktop/notices'
import { startTrayHost, type TrayHost } from './desktop/tray'

/** How the machine is; everything left out is as on a usual desktop. */
export interface WorldOptions {
  readonly tray?: 'present' | 'absent' | 'no-host'
  readonly notices?: 'present' | 'absent'
  readonly noticeCapabilities?: readonly string[]
  readonly keyring?: KeyringSetup
  readonly language?: 'ru' | 'en'
  /** Value of XDG_CURRENT_DESKTOP; default none. */
  readonly desktop?: string
}

/** The machine. */
export interface World {
  readonly bus: PrivateBus
  readonly display: Display
  readonly tray: TrayHost
  readonly notices: NoticeDaemon
  readonly login1: Login1
  readonly keyring: WorldKeyring
  /** Environment of a program that runs in this world. */
  readonly env: Readonly<Record<string, string>>
  readonly home: string
  /** The app's profile folder in this world. */
  readonly profile: string
  /** Ends what belongs to the world, last started first; safe to call twice. */
  stop(): Promise<void>
  /** Runs at `stop`, before the world's own parts end. */
  onStop(run: () => Promise<void>): void
}

const LOCALES = { ru: 'ru_RU.UTF-8', en: 'en_US.UTF-8' } as const

/** Starts a world. When a part fails to start, the parts before it are ended. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const stops: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (let run = stops.pop(); run; run = stops.pop()) await run()
  }
  const kept = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const part = await starting
    stops.push(() => part.stop())
    return part
  }
  try {
    const bus = await kept(startPrivateBus())
    const display = await kept(startDisplay())
    const keyring = await kept(startWorldKeyring(bus, options.keyring ?? 'unlocked'))
    const tray = await startTrayHost(bus, { present: options.tray !== 'absent', host: options.tray !== 'no-host' })
    const notices = await startNoticeDaemon(bus, {
      present: options.notices !== 'absent',
      ...(options.noticeCapabilities ? { capabilities: options.noticeCapabilities } : {}),
    })
    const login1 = await startLogin1(bus)
    const home = bus.env['HOME'] ?? bus.folder
    const profile = join(bus.env['XDG_CONFIG_HOME'] ?? home, 'WPP Companion')
    const temp = join(bus.folder, 'tmp')
    mkdirSync(temp)
    const locale = LOCALES[options.language ?? 'ru']
    const env = {
      ...bus.env,
      DBUS_SYSTEM_BUS_ADDRESS: bus.address,
      DISPLAY: display.name,
      TMPDIR: temp,
      LANG: locale,
      LC_ALL: locale,
      LANGUAGE: options.language ?? 'ru',
      ...(options.desktop ? { XDG_CURRENT_DESKTOP: options.desktop } : {}),
    }
    return { bus, display, tray, notices, login1, keyring, env, home, profile, stop, onStop: (run) => void stops.push(run) }
  } catch (error) {
    await stop()
    throw error
  }
}
