import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { realClock } from '../../../../src/main/desktop/system/clock'
import {
  createNotifier,
  escapeMarkup,
  type NativeNotification,
  type NoticeAvailability,
  type Notifier,
  type ShownNotice,
} from '../../../../src/main/desktop/notices/notifier'
import { createSessionBus, type SessionBus } from '../../../../src/main/desktop/system/session-bus'
import { Heard } from '../../../fakes/heard'
import { SilentLog } from '../../../fakes/silent-log'
import { startPrivateBus } from '../../../fakes/desktop/private-bus'

class FakeNotification extends EventEmitter {
  static supported = true
  static refuses = false
  static all: FakeNotification[] = []
  static isSupported = (): boolean => FakeNotification.supported
  shown = false
  closed = false
  constructor(readonly options: Record<string, unknown>) {
    super()
    if (FakeNotification.refuses) throw new Error('refused')
    FakeNotification.all.push(this)
  }
  show(): void {
    this.shown = true
  }
  close(): void {
    this.closed = true // on Linux no event follows
  }
}

const notice = (id = 'drop:1', more: Partial<ShownNotice> = {}): ShownNotice => ({
  id,
  title: 'A <b> & B',
  body: 'logged out',
  sound: true,
  severity: 'warning',
  ...more,
})

describe('the notifier', () => {
  let clicked: ShownNotice[]
  const heard = { availability: [] as NoticeAvailability[] }
  const make = (platform: NodeJS.Platform = 'linux', bus: SessionBus | null = null): Notifier<ShownNotice> => {
    const notifier = createNotifier<ShownNotice>({
      Notification: FakeNotification as unknown as NativeNotification,
      platform,
      bus,
      log: new SilentLog(),
      onClick: (each) => clicked.push(each),
    })
    notifier.onAvailability((now) => heard.availability.push(now))
    return notifier
  }
  const last = (): FakeNotification | undefined => FakeNotification.all.at(-1)
  beforeEach(() => {
    clicked = []
    heard.availability = []
    FakeNotification.all = []
    FakeNotification.supported = true
    FakeNotification.refuses = false
  })

  it('shows title and body, the body without markup on Linux', () => {
    make().show(notice('a', { body: '<a href="http://x">click</a> & "co"' }))
    expect(last()).toMatchObject({ shown: true, options: { title: 'A <b> & B', body: '&lt;a href="http://x"&gt;click&lt;/a&gt; &amp; "co"', silent: false } })
  })

  it.each(['darwin', 'win32'] as const)('shows the body as it is on %s', (platform) => {
    make(platform).show(notice('a', { body: 'a < b' }))
    expect(last()?.options['body']).toBe('a < b')
  })

  it('is silent when told to', () => {
    make().show(notice('a', { sound: false }))
    expect(last()?.options['silent']).toBe(true)
  })

  it('tells which notice was clicked', () => {
    const notifier = make()
    notifier.show(notice('a'))
    notifier.show(notice('b'))
    FakeNotification.all[0]?.emit('click')
    expect(clicked).toMatchObject([{ id: 'a' }])
  })

  it('puts a later notice of the same id in the place of the earlier', () => {
    const notifier = make()
    notifier.show(notice('a'))
    notifier.show(notice('b'))
    notifier.show(notice('a', { body: 'newer' }))
    expect(FakeNotification.all.map((each) => each.closed)).toEqual([true, false, false])
    FakeNotification.all[0]?.emit('close') // the late echo of the old one takes nothing from the new one
    notifier.close('a')
    expect(last()?.closed).toBe(true)
  })

  it('shows no update where the system can only pop up another notice', () => {
    const notifier = make('darwin')
    notifier.show(notice('a'))
    notifier.show(notice('a', { body: 'more', update: true }))
    notifier.show(notice('b', { update: true }))
    expect(FakeNotification.all.map((each) => [each.options['body'], each.closed])).toEqual([['logged out', false]])
  })

  it.each([
    ['is not supported', () => (FakeNotification.supported = false)],
    ['throws', () => (FakeNotification.refuses = true)],
  ])('says so when the system %s, and when it works again', (_name, spoil) => {
    const notifier = make()
    spoil()
    notifier.show(notice())
    notifier.show(notice())
    expect(heard.availability).toEqual(['unavailable'])
    FakeNotification.supported = true
    FakeNotification.refuses = false
    notifier.show(notice())
    last()?.emit('show')
    expect(heard.availability).toEqual(['unavailable', 'available'])
    expect(notifier.availability()).toBe('available')
  })

  it('says so when showing fails later, as without a daemon', () => {
    make().show(notice())
    last()?.emit('failed', {}, 'The name org.freedesktop.Notifications was not provided')
    expect(heard.availability).toEqual(['unavailable'])
  })

  it('takes all notices away at the end', () => {
    const notifier = make()
    notifier.show(notice('a'))
    notifier.show(notice('b'))
    notifier.dispose()
    expect(FakeNotification.all.map((each) => each.closed)).toEqual([true, true])
  })

  describe('on a real bus', () => {
    let end: () => Promise<void>
    afterEach(() => end())

    it('is available again when a notification daemon appears', async () => {
      const daemon = await startPrivateBus()
      const bus = createSessionBus({ clock: realClock, log: new SilentLog(), address: daemon.address })
      end = async () => {
        bus.dispose()
        await daemon.stop()
      }
      const notifier = make('linux', bus)
      const now = new Heard<NoticeAvailability>()
      notifier.onAvailability(now.hear)
      notifier.show(notice())
      last()?.emit('failed', {}, 'no daemon')
      expect(await now.next()).toBe('unavailable')
      await (await daemon.connect()).requestName('org.freedesktop.Notifications')
      expect(await now.next()).toBe('available')
      notifier.dispose()
    })
  })
})

it.each([
  ['a & b', 'a &amp; b'],
  ['<img src=x>', '&lt;img src=x&gt;'],
  ['&lt;', '&amp;lt;'],
])('%s is written as %s', (text, markup) => {
  expect(escapeMarkup(text)).toBe(markup)
})
