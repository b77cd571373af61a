// How escalation and self-healing are connected to the rest of the watch.
import { describe, expect, it } from 'vitest'
import { createMonitoredHealing } from '../../../../src/main/core/monitor/monitored-healing'
import type { EscalationMessage } from '../../../../src/main/core/alarms'
import type { MonitorView } from '../../../../src/main/core/monitor/monitored-parts'
import { createSilences } from '../../../../src/main/core/notices/silence'
import { createSettingsRepository } from '../../../../src/main/core/registry/settings-repository'
import type { DrillStep } from '../../../../src/shared/model/escalation'
import { failed, success } from '../../../../src/shared/model/failure'
import { DEFAULT_SETTINGS } from '../../../../src/shared/model/settings'
import { FakeClock, settle } from '../../../fakes/fake-clock'
import { wordingOf } from '../../../fakes/rigs/policy-rig'
import { SilentLog } from '../../../fakes/silent-log'
import { sessionView } from '../../../fakes/views'
import { TIMINGS } from '../../../../src/shared/timings'
import { HOUR, MINUTE, monitored, WEBHOOK } from './rig'

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]

describe('escalation', () => {
  it('passes on what nobody acknowledged, and keeps what it sent in the settings', async () => {
    const { gateway, clock, sent, settings } = await monitored(['a'], { settings: { escalation: WEBHOOK } })
    gateway.say({ state: 'disconnected' })
    await clock.advance(17 * MINUTE)
    expect(sent).toMatchObject([{ type: 'down', numbers: [{ name: 'Number a' }] }])
    expect(settings.current().escalationState.records).toMatchObject([{ key: 'a', delivered: ['webhook'] }])
  })

  it('waits for the end of quiet hours', async () => {
    const { world, gateway, clock, sent } = await monitored(['a'], { settings: { escalation: WEBHOOK } })
    const from = new Date(clock.now())
    const at = (hours: number): string => `${String((from.getHours() + hours) % 24).padStart(2, '0')}:00`
    world.quietHours = { ...world.quietHours, on: true, days: EVERY_DAY, from: at(0), to: at(2) }
    gateway.say({ state: 'disconnected' })
    await clock.advance(90 * MINUTE)
    expect(sent).toEqual([])
    await clock.advance(40 * MINUTE)
    expect(sent).toMatchObject([{ type: 'down' }])
  })

  it('sends nothing while the computer sleeps, and goes on after it woke', async () => {
    const { suspend, resume, gateway, clock, sent } = await monitored(['a'], { settings: { escalation: WEBHOOK } })
    gateway.say({ state: 'disconnected' })
    await clock.advance(2 * MINUTE)
    suspend()
    await clock.advance(HOUR)
    expect(sent).toEqual([])
    resume()
    await clock.advance(5 * MINUTE)
    expect(sent).toMatchObject([{ type: 'down' }])
  })

  it('keeps the new number of a group that became a supergroup, and tells it once', async () => {
    const { settings, monitor, notices } = await monitored(['a'], { settings: { escalation: { ...WEBHOOK, telegram: { chat: '-42' } } } })
    monitor.escalation.chatMoved('-43', '-1009')
    expect([settings.current().escalation.telegram, notices]).toEqual([{ chat: '-42' }, []])
    monitor.escalation.chatMoved('-42', '-1001234567891')
    expect(settings.current().escalation).toEqual({ ...WEBHOOK, telegram: { chat: '-1001234567891' } })
    expect(notices).toMatchObject([{ id: 'escalation:telegram', body: expect.stringContaining('-1001234567891') }])
  })

  it('tells the new number of a group after a silence, once', async () => {
    const { world, monitor, notices, clock } = await monitored(['a'], { settings: { escalation: { ...WEBHOOK, telegram: { chat: '-42' } } } })
    world.mutedUntil = clock.now() + 30 * MINUTE
    monitor.escalation.chatMoved('-42', '-1001234567891')
    await clock.advance(29 * MINUTE)
    expect(notices).toEqual([])
    await clock.advance(2 * MINUTE)
    expect(notices).toMatchObject([{ id: 'escalation:telegram' }])
    monitor.preferencesChanged()
    await clock.advance(60 * MINUTE)
    expect(notices).toHaveLength(1)
  })

  it('tells it when switched-off notices are switched on again', async () => {
    const { world, monitor, notices, clock } = await monitored(['a'], { settings: { escalation: { ...WEBHOOK, telegram: { chat: '-42' } } } })
    world.notices = false
    monitor.escalation.chatMoved('-42', '-1001234567891')
    await clock.advance(60 * MINUTE)
    expect(notices).toEqual([])
    world.notices = true
    monitor.preferencesChanged()
    expect(notices).toMatchObject([{ id: 'escalation:telegram' }])
  })

  it.each([
    ['the network is', { online: true }, 2],
    ['the keyring is', { keyring: 'unlocked' }, 2],
    ['nothing of it is', { online: false, keyring: 'locked' }, 1],
  ] as const)('tries again at once when %s back', async (_what, change, tries) => {
    const rig = await monitored(['a'], { settings: { escalation: WEBHOOK } })
    rig.outside.failure = { code: 'unreachable' }
    rig.gateway.say({ state: 'disconnected' })
    await rig.clock.advanceUntil(() => rig.sent.length > 0, 20 * MINUTE)
    rig.monitor.escalation.surroundingsChanged(change)
    await rig.clock.advance(0)
    expect(rig.sent).toHaveLength(tries)
  })

  it('shows at the channel what a fire drill found: a failure, or that a message arrived', async () => {
    const { monitor, view } = await monitored(['a'], { settings: { escalation: WEBHOOK } })
    const messages: EscalationMessage[] = []
    const drill = (fails: 'secret' | 'send' | null) =>
      monitor.escalation.drill(['webhook'], (channel, message) => {
        messages.push(message)
        const run = (step: DrillStep['step']) => async () => (fails === step ? failed('webhook-refused') : success(''))
        return {
          channel,
          steps: [
            { step: 'secret', run: run('secret') },
            { step: 'send', run: run('send') },
          ],
        }
      })
    await drill('send')
    expect(view().escalation?.failing).toMatchObject([{ channel: 'webhook', failure: { code: 'webhook-refused' } }])
    await drill(null)
    expect(view().escalation?.failing).toEqual([])
    expect(await drill('secret')).toMatchObject([{ step: 'secret', failure: { code: 'webhook-refused' } }])
    expect(view().escalation?.failing).toHaveLength(1)
    expect(messages).toMatchObject([{ type: 'drill', numbers: [] }, { type: 'drill' }, { type: 'drill' }])
  })

  it('follows a shorter wait at once', async () => {
    const { settings, monitor, gateway, clock, sent } = await monitored(['a'], { settings: { escalation: { ...WEBHOOK, afterMinutes: 120 } } })
    gateway.say({ state: 'disconnected' })
    await clock.advance(20 * MINUTE)
    settings.set({ escalation: WEBHOOK })
    monitor.preferencesChanged()
    await clock.advance(MINUTE)
    expect(sent).toMatchObject([{ type: 'down' }])
  })
})

describe('self-healing', () => {
  it('starts a session that dropped for no lasting reason, and shows the try', async () => {
    const { gateway, clock, view } = await monitored(['a'], { heals: true })
    gateway.say({ state: 'disconnected' })
    await clock.advance(2 * MINUTE)
    expect(gateway.count('start')).toBeGreaterThan(0)
    expect(view().healing?.['a']?.trail.map(({ what }) => what)).toContain('tried')
  })

  it('starts nothing while the computer sleeps, and goes on after it woke', async () => {
    const { suspend, resume, watcher, gateway, clock, view } = await monitored(['a'], { heals: true })
    gateway.say({ state: 'disconnected' })
    watcher.check('a')
    await clock.advance(10_000)
    expect(watcher.view('a')?.phase).toBe('disconnected')
    suspend()
    await clock.advance(HOUR)
    expect(gateway.count('start')).toBe(0)
    expect(view().healing?.['a']?.trail).toEqual([])
    resume()
    await clock.advance(5 * MINUTE)
    expect(gateway.count('start')).toBeGreaterThan(0)
  })

  it('notes that the number is back, and forgets a number that was removed', async () => {
    const { watcher, remove, gateway, clock, view } = await monitored(['a', 'b'], { heals: true })
    gateway.say({ state: 'disconnected' })
    await clock.advance(2 * MINUTE)
    gateway.say({ state: 'connected' }, 'a')
    watcher.check('a')
    await clock.advance(MINUTE)
    expect(view().healing?.['a']?.trail.at(-1)?.what).toBe('back')
    remove('b', 'c1')
    await clock.advance(1)
    expect(Object.keys(view().healing ?? {})).toEqual(['a'])
  })

  it('ends when it is switched off', async () => {
    const { settings, monitor, gateway, clock, view } = await monitored(['a'], { heals: true })
    gateway.say({ state: 'disconnected' })
    await clock.advance(2 * MINUTE)
    settings.set({ healing: false })
    monitor.preferencesChanged()
    await clock.advance(1)
    expect(view().healing).toEqual({})
  })

  it('shows a thousand numbers that drop together with one change of the view', async () => {
    const clock = new FakeClock()
    const views: Partial<MonitorView>[] = []
    const settings = createSettingsRepository({ current: { ...DEFAULT_SETTINGS, healing: true }, save: () => undefined })
    const healing = createMonitoredHealing({
      clock,
      settings,
      log: new SilentLog(),
      notices: { show: () => undefined, close: () => undefined },
      silences: createSilences({ clock, preferences: () => settings.current(), toldUnstable: () => false }),
      timingsFor: () => TIMINGS,
      wording: () => wordingOf('en'),
      session: (key) => sessionView(key),
      show: (change) => void views.push(change),
      watcher: { heal: () => true, cancel: () => undefined },
      mayRestart: () => true,
    })
    const keys = Array.from({ length: 1_000 }, (_, index) => `n${index}`)
    const drop = {
      type: 'dropped',
      connectionId: 'c1',
      at: clock.now(),
      cause: 'unspecified',
      since: clock.now(),
      lastConnectedAt: null,
      mayBeServer: false,
    } as const
    for (const key of keys) healing.happened({ ...drop, key })
    await settle()
    expect(views).toHaveLength(1)
    expect(Object.keys(views[0]?.healing ?? {})).toHaveLength(1_000)
    for (const key of keys) healing.removed(key)
    await settle()
    expect(views.slice(1)).toEqual([{ healing: {} }])
  })
})
