// Wiring of the desktop side: what happened -> policy -> notice, snapshot -> tray, tray and notice clicks -> window, power -> watcher.
import type { Banner } from '../shared/app-snapshot'
import { kindSpec } from '../shared/connection-kinds'
import { translator } from '../shared/i18n'
import { numberName } from '../shared/number-name'
import type { Timings } from '../shared/timings'
import type { Connections } from './core/connections'
import type { Notice } from './core/notice'
import type { Wording } from './core/notice-words'
import { appAlarms, type AppAlarms } from './app-alarms'
import { notificationPolicy } from './core/notification-policy'
import { muteEnd, quietEnd } from './core/quiet'
import type { Happening } from './core/session-state'
import { repeat } from './core/repeat'
import type { SessionWatcher } from './core/session-watcher'
import type { SettingsBook } from './core/settings-book'
import type { SnapshotStore } from './core/snapshot-store'
import { timeTeller } from './core/times'
import { trayView, type TrayAction } from './core/tray-view'
import { openDesk } from './desktop/desk'
import type { FirstParts } from './desktop/first-parts'
import type { Foundation } from './desktop/foundation'
import type { MainWindow } from './desktop/main-window'
import { quitApp } from './desktop/shell'

/** The tray is drawn at most this often, ms: a start with hundreds of numbers changes it hundreds of times. */
const TRAY_PAUSE = 150
/** How often network and battery are looked at, ms: Electron tells of no change of the network. */
const ONLINE_LOOK = 5_000
/** A panel that restarts takes its tray along for a moment, ms; only a longer absence opens a minimised window. */
const TRAY_AWAY = 5_000

interface AppDeskOptions {
  readonly foundation: Foundation
  readonly paths: { readonly trayIcons: string; readonly icon: string }
  readonly firstTray: FirstParts['tray']
  readonly book: SettingsBook
  readonly connections: Connections
  readonly watcher: SessionWatcher
  readonly snapshots: SnapshotStore
  readonly window: MainWindow
  timingsFor(connectionId: string): Timings
  /** The machine woke up: lists are old. */
  onAwake(): void
  /** The machine falls asleep (false) or has woken up. */
  onWatching(on: boolean): void
}

/** The desktop side of the app. */
export interface AppDesk {
  readonly alarms: AppAlarms
  /** Something a person may have to hear. */
  happened(happening: Happening): void
  /** The number is no longer in the app. */
  removed(key: string, connectionId: string): void
  /** Preferences or mute changed: draw, apply, redraw when the mute ends. False = the system refused open-at-login. */
  applyPreferences(): boolean
  testNotice(): void
  wording(): Wording
  show(notice: Notice): void
  /** The notice is no longer true. */
  close(noticeId: string): void
  hasTray(): boolean
  /** Started without a window: if no tray shows up, the window opens minimised. */
  waitForTray(): void
  setBanner(banner: Banner, on: boolean): void
  dispose(): void
}

/** Connects everything the operator sees with the window closed. */
export function appDesk(options: AppDeskOptions): AppDesk {
  const { book, connections, watcher, snapshots, window } = options
  const { clock, log, bus } = options.foundation

  const wording = (): Wording => {
    const { language } = snapshots.current()
    return { t: translator(language), time: timeTeller(language, clock) }
  }
  const focus = (key: string | null, view: 'number' | 'connect' | 'settings' = 'number'): void => {
    snapshots.set({ focus: { key, view, at: clock.now() } })
    window.show()
  }
  const mute = (hours: number): void => {
    book.set({ mutedUntil: hours === 0 ? null : clock.now() + hours * 3_600_000 })
    applyPreferences()
  }
  const onTrayAction = (action: TrayAction): void => {
    switch (action.type) {
      case 'open':
        return window.show()
      case 'show-all':
        return focus(null)
      case 'connect':
        return focus(null, 'connect')
      case 'open-number':
        return focus(action.key)
      case 'mute':
        return mute(action.hours)
      case 'unmute':
        return mute(0)
      case 'acknowledge':
        return void alarms.alarms.acknowledge(alarms.alarms.open().map(({ key }) => key), 'tray')
      case 'quit':
        return quitApp()
    }
  }

  const desk = openDesk<Notice, TrayAction>({
    bus,
    clock,
    log,
    ...options.paths,
    firstTray: options.firstTray,
    onTrayAction,
    onTrayClick: () => window.show(),
    onNoticeClick(notice) {
      alarms.alarms.acknowledge(notice.keys, 'notice')
      focus(notice.sessionKey)
    },
    power: {
      onSuspend() {
        watcher.suspend()
        policy.suspended()
        alarms.alarms.suspended()
        options.onWatching(false)
      },
      onResume() {
        watcher.resume()
        policy.resumed()
        alarms.alarms.resumed()
        options.onWatching(true)
        options.onAwake()
      },
    },
  })

  const policy = notificationPolicy({
    clock,
    timingsFor: options.timingsFor,
    preferences: () => book.current(),
    mutedUntil: () => book.current().mutedUntil,
    mutedNumber: (key) => alarms.mutedUntil(key),
    wording,
    session: (key) => snapshots.session(key),
    nameOf: numberName,
    connection(id) {
      const record = book.connection(id)
      const keyPerNumber = record !== null && kindSpec(record.kind).numberFields.length > 0
      return { name: record?.name ?? '', signIn: connections.view(id)?.signIn ?? 'signed-out', keyPerNumber }
    },
    peers: (id, key) => watcher.peersOf(id, key),
    checkPeers: (id, except) => watcher.checkConnection(id, except),
    check: (keys) => watcher.checkNumbers(keys),
    decide(decision) {
      const about = decision.about.map(({ type, key }) => ({ type, key }))
      log.info('notice', 'notice' in decision ? { told: decision.notice.category, about } : { silent: decision.silent, about })
      alarms.alarms.decided(decision)
      if ('notice' in decision) desk.notifier.show(decision.notice)
    },
    withdraw: (id) => desk.notifier.close(id),
  })

  const alarms = appAlarms({
    clock, log, book, snapshots, wording, timingsFor: options.timingsFor, show: (notice) => desk.notifier.show(notice), close: (id) => desk.notifier.close(id), onShown: () => planTray(),
  })
  alarms.alarms.onChange(({ type, alarm }) => log.info('alarm', { type, key: alarm.key, severity: alarm.severity }))

  let trayPlanned = false
  const trayInput = () => {
    const { mutedUntil, quietHours } = book.current()
    const now = clock.now()
    return { mutedUntil: muteEnd(mutedUntil, now), quietUntil: quietEnd(quietHours, now), unacknowledged: alarms.alarms.open().filter((each) => each.acknowledgedAt === null).length }
  }
  const drawTray = (): void => {
    const { sessions, connections: shown } = snapshots.current()
    desk.tray.show(trayView({ ...trayInput(), sessions, connections: shown, now: clock.now(), wording: wording() }))
  }
  const planTray = (): void => {
    if (trayPlanned) return
    trayPlanned = true
    clock.after(TRAY_PAUSE, () => {
      trayPlanned = false
      drawTray()
    })
  }

  const setBanner = (banner: Banner, on: boolean): void => {
    const { banners } = snapshots.current()
    if (banners.includes(banner) !== on) snapshots.set({ banners: on ? [...banners, banner] : banners.filter((each) => each !== banner) })
  }
  const applyPreferences = (): boolean => {
    const { openAtLogin, startHidden, mutedUntil } = book.current()
    const applied = desk.autostart.apply({ openAtLogin, startHidden })
    snapshots.set({ mutedUntil })
    endOfMute()
    endOfMute = mutedUntil === null ? () => undefined : clock.after(Math.max(0, mutedUntil - clock.now()), () => mute(0))
    alarms.alarms.rearm()
    drawTray()
    return applied
  }
  let endOfMute = (): void => undefined
  let endOfAbsence = (): void => undefined

  // Without tray and window the app could not be reached any more.
  const waitForTray = (): void => {
    endOfAbsence()
    endOfAbsence = clock.after(TRAY_AWAY, () => {
      if (desk.trayHost.current() !== 'present') window.showMinimised()
    })
  }
  desk.trayHost.onChange((tray) => {
    log.info('tray host', { tray })
    snapshots.set({ tray })
    if (tray === 'absent') waitForTray()
  })
  desk.notifier.onAvailability((now) => setBanner('notices-unavailable', now === 'unavailable'))
  snapshots.subscribe((patch) => {
    if (patch.upsert.length > 0 || patch.remove.length > 0 || patch.set.connections || patch.set.language) planTray()
  })
  let wasQuiet = false
  const stopLooking = repeat(clock, () => ONLINE_LOOK, () => {
    const quiet = quietEnd(book.current().quietHours, clock.now()) !== null
    if (quiet !== wasQuiet) planTray()
    wasQuiet = quiet
    watcher.setOnBattery(desk.power.onBattery())
    const online = desk.power.isOnline()
    if (online === snapshots.current().online) return
    snapshots.set({ online })
    watcher.setOnline(online)
  })
  drawTray()

  return {
    alarms,
    happened(happening) {
      alarms.alarms.happened(happening)
      policy.happened(happening)
    },
    removed(key, connectionId) {
      policy.removed(key, connectionId)
      alarms.removed(key)
    },
    applyPreferences,
    wording,
    show: (notice) => desk.notifier.show(notice),
    close: (id) => desk.notifier.close(id),
    setBanner,
    waitForTray,
    hasTray: () => desk.trayHost.current() === 'present',
    testNotice() {
      const { t } = wording()
      const { sound } = book.current()
      desk.notifier.show({ id: 'test', category: 'recovery', sessionKey: null, connectionId: '', keys: [], title: t('desk.test.title'), body: t('desk.test.body'), severity: 'good', sound })
    },
    dispose() {
      stopLooking()
      endOfMute()
      endOfAbsence()
      policy.dispose()
      alarms.alarms.dispose()
      desk.dispose()
    },
  }
}
