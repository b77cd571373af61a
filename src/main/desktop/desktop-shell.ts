// The desktop around the window: tray icon, notices, power, open at login. Only builds the adapters; decides nothing.
import { app, Menu, nativeImage, net, Notification, powerMonitor, session, Tray } from 'electron'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Clock, Log } from '../core/ports'
import { createAutostart } from './system/autostart'
import { createBusNotifications } from './notices/bus-notification'
import { createNotifier, type ShownNotice } from './notices/notifier'
import { createPower, type PowerEvents } from './system/power'
import type { SessionBus } from './system/session-bus'
import { createTrayIcon } from './tray/tray'
import { createTrayHost } from './tray/tray-host'

interface DeskOptions<Notice, Action> {
  readonly bus: SessionBus | null
  readonly clock: Clock
  readonly log: Log
  readonly trayIcons: string
  readonly firstTray: Tray
  readonly icon: string
  readonly power: PowerEvents
  onTrayAction(action: Action): void
  onTrayClick(): void
  onNoticeClick(notice: Notice): void
}

/** The desktop around the window. */
export type DesktopShell<Notice extends ShownNotice, Action> = ReturnType<typeof createDesktopShell<Notice, Action>>

/** Builds all of it. The tray icon appears when it is drawn for the first time. */
export function createDesktopShell<Notice extends ShownNotice, Action>(options: DeskOptions<Notice, Action>) {
  const { bus, clock, log } = options
  const { platform } = process
  const trayHost = createTrayHost(bus)
  const tray = createTrayIcon<Action>({
    native: { Tray, Menu, nativeImage },
    host: trayHost,
    folder: options.trayIcons,
    first: options.firstTray,
    platform,
    log,
    onAction: (action) => options.onTrayAction(action),
    onClick: () => options.onTrayClick(),
  })
  const native = bus ? createBusNotifications(bus, { name: app.name, entry: 'wpp-companion' }) : Notification
  const notifier = createNotifier<Notice>({ Notification: native, platform, bus, log, icon: options.icon, onClick: (notice) => options.onNoticeClick(notice) })
  const power = createPower({ powerMonitor, net, closeConnections: () => session.defaultSession.closeAllConnections(), clock, log, events: options.power })
  const configHome = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config')
  // An AppImage runs from a mount that is gone after a restart; its own path is in the environment.
  const command = [process.env['APPIMAGE'] ?? app.getPath('exe'), ...(app.isPackaged ? [] : [app.getAppPath()])]
  const autostart = createAutostart({ platform, command, configHome, loginItems: app, log })
  return {
    trayHost,
    tray,
    notifier,
    power,
    autostart,
    dispose() {
      tray.dispose()
      trayHost.dispose()
      notifier.dispose()
      power.dispose()
    },
  }
}
