import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBusNotifications } from '../../../../src/main/desktop/notices/bus-notification'
import { realClock } from '../../../../src/main/desktop/system/clock'
import { createNotifier, type NoticeAvailability, type Notifier, type ShownNotice } from '../../../../src/main/desktop/notices/notifier'
import { createSessionBus, type SessionBus } from '../../../../src/main/desktop/system/session-bus'
import { startNoticeDaemon, type NoticeDaemon } from '../../../e2e/rig/desktop/notices'
import { Heard } from '../../../fakes/heard'
import { SilentLog } from '../../../fakes/silent-log'
import { startPrivateBus, type PrivateBus } from '../../../fakes/desktop/private-bus'

const notice = (id: string, more: Partial<ShownNotice> = {}): ShownNotice => ({ id, title: 'A', body: 'logged out', sound: true, severity: 'warning', ...more })

describe('a notice on Linux', () => {
  let own: PrivateBus
  let bus: SessionBus
  let clicked: Heard<ShownNotice>
  let notifier: Notifier<ShownNotice>
  beforeEach(async () => {
    own = await startPrivateBus()
    bus = createSessionBus({ clock: realClock, log: new SilentLog(), address: own.address })
    clicked = new Heard()
    notifier = createNotifier<ShownNotice>({
      Notification: createBusNotifications(bus, { name: 'WPP Companion', entry: 'wpp-companion' }),
      platform: 'linux',
      bus,
      log: new SilentLog(),
      icon: '/icon.png',
      onClick: clicked.hear,
    })
  })
  afterEach(async () => {
    notifier.dispose()
    bus.dispose()
    await own.stop()
  })
  const withDaemon = (): Promise<NoticeDaemon> => startNoticeDaemon(own)

  it('says whose it is, and whether it is to sound', async () => {
    const daemon = await withDaemon()
    notifier.show(notice('loud', { title: 'loud', severity: 'critical', body: 'a < b' }))
    notifier.show(notice('still', { title: 'still', sound: false }))
    const loud = await daemon.waitForNotice(({ summary }) => summary === 'loud')
    expect(loud).toMatchObject({
      app: 'WPP Companion',
      body: 'a &lt; b',
      urgency: 2,
      timeout: -1,
      hints: { 'desktop-entry': 'wpp-companion', 'image-path': '/icon.png', 'sound-name': 'dialog-warning' },
    })
    expect(loud.hints).not.toHaveProperty('suppress-sound')
    const still = await daemon.waitForNotice(({ summary }) => summary === 'still')
    expect(still).toMatchObject({ urgency: 1, hints: { 'suppress-sound': true } })
    expect(still.hints).not.toHaveProperty('sound-name')
  })

  it('is clicked, taken back and replaced', async () => {
    const daemon = await withDaemon()
    notifier.show(notice('a'))
    notifier.show(notice('b', { title: 'B' }))
    const [a, b] = [await daemon.waitForNotice(({ summary }) => summary === 'A'), await daemon.waitForNotice(({ summary }) => summary === 'B')]
    daemon.clickNotice(b.id)
    expect(await clicked.next()).toMatchObject({ id: 'b' })
    notifier.show(notice('a', { title: 'A again' }))
    await daemon.waitForClosed(a.id)
    const again = await daemon.waitForNotice(({ summary }) => summary === 'A again')
    notifier.close('a')
    await daemon.waitForClosed(again.id)
  })

  it('is updated under its id and without a sound, once the daemon has told the id; what was dismissed does not come back', async () => {
    const daemon = await withDaemon()
    notifier.show(notice('a'))
    notifier.show(notice('a', { title: 'A, early', update: true, severity: 'critical' }))
    const early = await daemon.waitForNotice(({ summary }) => summary === 'A, early')
    notifier.show(notice('a', { title: 'A, later', update: true }))
    const later = await daemon.waitForNotice(({ summary }) => summary === 'A, later')
    const [first] = daemon.notices
    expect([early.id, later.id]).toEqual([first?.id, first?.id])
    expect(early).toMatchObject({ urgency: 2, hints: { 'suppress-sound': true } })
    expect(early.hints).not.toHaveProperty('sound-name')
    expect(daemon.closed.size).toBe(0)
    daemon.clickNotice(later.id)
    expect(await clicked.next()).toMatchObject({ id: 'a', title: 'A, later' })
    notifier.show(notice('a', { title: 'A, too late', update: true }))
    notifier.show(notice('b', { title: 'B' }))
    await daemon.waitForNotice(({ summary }) => summary === 'B')
    expect(daemon.notices.map(({ summary }) => summary)).toEqual(['A', 'A, early', 'A, later', 'B'])
  })

  it('taken back on its way is taken back all the same', async () => {
    const daemon = await withDaemon()
    notifier.show(notice('a'))
    notifier.close('a')
    const { id } = await daemon.waitForNotice(() => true)
    await daemon.waitForClosed(id)
  })

  it('that nobody takes is told as such, and the next one that is taken too', async () => {
    const now = new Heard<NoticeAvailability>()
    notifier.onAvailability(now.hear)
    notifier.show(notice('a'))
    expect(await now.next()).toBe('unavailable')
    const daemon = await withDaemon()
    expect(await now.next()).toBe('available')
    notifier.show(notice('b'))
    await daemon.waitForNotice(() => true)
  })
})
