// Notices on Linux, sent to the notification daemon over the session bus. Electron's own notifications do not tell the daemon whether to play a sound.
import { EventEmitter } from 'node:events'
import { Variant } from '@jellybrick/dbus-next'
import type { NativeNotification } from './notifier'
import type { BusCall, SessionBus } from '../system/session-bus'

const DAEMON = { name: 'org.freedesktop.Notifications', path: '/org/freedesktop/Notifications', interface: 'org.freedesktop.Notifications' } as const
/** The name of the action that means a click on the notice itself. */
const DEFAULT_ACTION = 'default'
/** From the freedesktop sound naming specification; themes have it, and fall back to `dialog`. */
const SOUND = 'dialog-warning'
const URGENCY = { low: 0, normal: 1, critical: 2 } as const
/** The daemon is started for the first notice; that takes its time. ms. */
const NOTIFY_LIMIT = 25_000

interface Options {
  readonly title: string
  readonly body: string
  readonly silent: boolean
  readonly icon?: string
  readonly urgency?: keyof typeof URGENCY
}

/** A class with the part of Electron's `Notification` that the notifier uses. `entry` is the name of the app's .desktop file. Listens on the bus until it is disposed. */
export function createBusNotifications(bus: SessionBus, app: { readonly name: string; readonly entry: string }): NativeNotification {
  const shown = new Map<number, BusNotification>()
  const call = (member: string, signature: string, body: readonly unknown[], more: Partial<BusCall> = {}) =>
    bus.call({ ...DAEMON, member, signature, body, ...more })
  const withdraw = (id: number): void => void call('CloseNotification', 'u', [id], { start: false })
  /** Notices sent to the daemon whose id is not known yet, and the signals that came meanwhile and may be about them. */
  let underWay = 0
  let early: { readonly id: number; readonly event: 'click' | 'close' }[] = []
  const happened = (id: number, event: 'click' | 'close'): void => {
    const notification = shown.get(id)
    if (!notification) return void (underWay > 0 && early.push({ id, event }))
    if (event === 'close') shown.delete(id)
    notification.emit(event)
  }
  bus.onSignal({ interface: DAEMON.interface, member: 'ActionInvoked', path: DAEMON.path }, ([id, action]) => {
    if (action === DEFAULT_ACTION) happened(Number(id), 'click')
  })
  bus.onSignal({ interface: DAEMON.interface, member: 'NotificationClosed', path: DAEMON.path }, ([id]) => happened(Number(id), 'close'))

  class BusNotification extends EventEmitter {
    private id: number | null = null
    private wanted = true
    /** Sent when the daemon has told the id of what it is to replace. */
    private next: Options | null = null

    static isSupported(): boolean {
      return true // whether there is a daemon is known only from its answer to a notice
    }

    constructor(private readonly options: Options) {
      super()
    }

    show(): void {
      this.send(this.options, 0)
    }

    /** Takes the place of what is shown, under the same id: by the specification no new notice, and asked to make no sound. */
    update(options: Options): void {
      if (this.id === null) this.next = options
      else this.send(options, this.id)
    }

    private send({ title, body, silent, icon, urgency = 'normal' }: Options, replaces: number): void {
      const hints = {
        'desktop-entry': new Variant('s', app.entry),
        urgency: new Variant('y', URGENCY[urgency]),
        ...(icon === undefined ? {} : { 'image-path': new Variant('s', icon) }),
        ...(silent ? { 'suppress-sound': new Variant('b', true) } : { 'sound-name': new Variant('s', SOUND) }),
      }
      underWay += 1
      void call('Notify', 'susssasa{sv}i', [app.name, replaces, icon ?? '', title, body, [DEFAULT_ACTION, ''], hints, -1], { limit: NOTIFY_LIMIT }).then(
        (reply) => {
          underWay -= 1
          if (reply.ok) this.taken(Number(reply.body[0]))
          else this.emit('failed', {}, reply.error)
          if (underWay === 0) early = []
        },
      )
    }

    private taken(id: number): void {
      // The notice was closed before the daemon had answered with its id.
      if (!this.wanted) return withdraw(id)
      // A daemon that no longer had the notice gives its update an id of its own.
      if (this.id !== null) shown.delete(this.id)
      this.id = id
      shown.set(id, this)
      this.emit('show')
      const { next } = this
      this.next = null
      if (next) this.send(next, id)
      for (const each of early.filter((one) => one.id === id)) happened(id, each.event)
    }

    close(): void {
      this.wanted = false
      if (this.id === null || !shown.delete(this.id)) return
      withdraw(this.id)
    }
  }
  return BusNotification as unknown as NativeNotification
}
