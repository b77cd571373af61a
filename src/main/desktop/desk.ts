// The desktop around the window: tray icon, notices, power, open at login. Adapters put together, no decisions.
import { app, Menu, nativeImage, net, Notification, powerMonitor, session, Tray } from 'electron'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Clock, Log } from '../core/ports'
import { createAutostart } from './autostart'
import { busNotifications } from './bus-notification'
import { createNotifier, type ShownNotice } from './notifier'
import { createPower, type PowerEvents } from './power'
import type { SessionBus } from './session-bus'
import { createTrayIcon } from './tray'
import { createTrayHost } from './tray-host'

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

/** Opens all of it; the tray icon appears with its first picture. */
export function openDesk<Notice extends ShownNotice, Action>(options: DeskOptions<Notice, Action>) {
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
  const native = bus ? busNotifications(bus, { name: app.name, entry: 'wpp-companion' }) : Notification
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
