// Shows notices through the system's notifications and finds out when it cannot. What to tell, and when to be silent, is decided elsewhere.
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron'
import type { Cancel, Log } from '../../core/ports'
import type { SessionBus } from '../system/session-bus'

/** What is shown. A later notice with the same id takes the earlier one's place. */
export interface ShownNotice {
  readonly id: string
  readonly title: string
  readonly body: string
  readonly sound: boolean
  readonly severity: string
  /** True = it only says more about the notice of this id: see {@link Notifier.show}. */
  readonly update?: true
}

/** Whether the system shows notices, as far as the last attempt proved. */
export type NoticeAvailability = 'available' | 'unavailable'

/** Shows and takes away notices. */
export interface Notifier<Notice extends ShownNotice> {
  /**
   * A notice pops up once. An update takes the place of the notice of its id in silence; where that is gone, or the system can only pop up another one (macOS,
   * Windows), it is not shown.
   */
  show(notice: Notice): void
  /** Closes a notice that is no longer true. */
  close(id: string): void
  availability(): NoticeAvailability
  onAvailability(listener: (now: NoticeAvailability) => void): Cancel
  dispose(): void
}

/** Electron's `Notification` class, or a stand-in. */
export interface NativeNotification {
  isSupported(): boolean
  new (
    options: NotificationConstructorOptions,
  ): Pick<ElectronNotification, 'show' | 'close' | 'on'> & {
    /** Changes what is on the screen without popping up or sounding; Electron's own has none. */
    update?(options: NotificationConstructorOptions): void
  }
}

const DAEMON = 'org.freedesktop.Notifications'

/**
 * `bus` is null where the system shows notifications itself (macOS, Windows). `onClick` gets the notice that was clicked.
 * Every notification is referenced until it is clicked or closed: Electron drops the click of one that was garbage-collected.
 */
export function createNotifier<Notice extends ShownNotice>(parts: {
  readonly Notification: NativeNotification
  readonly platform: NodeJS.Platform
  readonly bus: SessionBus | null
  readonly log: Log
  readonly icon?: string
  onClick(notice: Notice): void
}): Notifier<Notice> {
  interface Shown {
    readonly notification: InstanceType<NativeNotification>
    notice: Notice
  }
  const { Notification, platform, bus, log } = parts
  const shown = new Map<string, Shown>()
  const listeners = new Set<(now: NoticeAvailability) => void>()
  let availability: NoticeAvailability = 'available'

  const become = (now: NoticeAvailability): void => {
    if (availability === now) return
    availability = now
    for (const each of [...listeners]) each(now)
  }

  const unavailable = (why: string): void => {
    log.warn('notice not shown', { why })
    become('unavailable')
  }

  // A daemon on the bus proves that notices work. No daemon proves nothing: many are started by the first notice.
  const stopWatching = bus?.watchName(DAEMON, (owner) => {
    if (owner !== null && availability === 'unavailable' && supported()) become('available')
  })

  const supported = (): boolean => {
    try {
      return Notification.isSupported()
    } catch {
      return false
    }
  }

  const optionsOf = (notice: Notice): NotificationConstructorOptions => ({
    title: notice.title,
    body: platform === 'linux' ? escapeMarkup(notice.body) : notice.body,
    silent: !notice.sound,
    ...(parts.icon === undefined ? {} : { icon: parts.icon }),
    ...(platform === 'linux' && notice.severity === 'critical' ? { urgency: 'critical' as const } : {}),
  })

  const open = (notice: Notice): void => {
    const notification = new Notification(optionsOf(notice))
    const entry: Shown = { notification, notice }
    const forget = (): void => {
      if (shown.get(notice.id) === entry) shown.delete(notice.id)
    }
    notification.on('show', () => become('available'))
    notification.on('click', () => {
      forget()
      parts.onClick(entry.notice)
    })
    notification.on('close', forget)
    notification.on('failed', (_event, error) => {
      forget()
      unavailable(error)
    })
    shown.set(notice.id, entry)
    notification.show()
  }

  const close = (id: string): void => {
    const entry = shown.get(id)
    shown.delete(id) // on Linux no close event follows our own close()
    entry?.notification.close()
  }

  const update = (notice: Notice): void => {
    const entry = shown.get(notice.id)
    if (!entry?.notification.update) return
    entry.notice = notice
    entry.notification.update({ ...optionsOf(notice), silent: true })
  }

  return {
    show(notice) {
      if (notice.update) return update(notice)
      if (!supported()) return unavailable('not supported by the system')
      close(notice.id)
      try {
        open(notice)
      } catch (error) {
        shown.delete(notice.id)
        unavailable(error instanceof Error ? error.message : String(error))
      }
    },
    close,
    availability: () => availability,
    onAvailability(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    dispose() {
      stopWatching?.()
      listeners.clear()
      for (const id of [...shown.keys()]) close(id)
    },
  }
}

/** The body is markup by the notification specification: text from a server must not become a link or an image. The title is plain text. */
export function escapeMarkup(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
