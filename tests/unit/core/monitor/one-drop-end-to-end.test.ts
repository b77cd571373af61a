// Gateway answers in, notices out: the whole monitor as the app builds it.
import { describe, expect, it } from 'vitest'
import { FakeClock } from '../../../fakes/fake-clock'
import { FakeGateway } from '../../../fakes/gateways/fake-gateway'
import { monitorRig } from '../../../fakes/rigs/monitor-rig'
import { numberRecord } from '../../../fakes/views'
import { seededRandom } from '../../../fakes/rigs/watch-rig'

function monitored() {
  const clock = new FakeClock()
  const gateway = new FakeGateway(clock)
  return { ...monitorRig({ clock, random: seededRandom(), gatewayOf: () => gateway, language: 'ru' }), clock, gateway }
}

describe('one number dropping, end to end', () => {
  it('one of five logs out: told within seconds, by name; back: told after a minute', async () => {
    const { watcher, gateway, clock, notices } = monitored()
    for (const key of ['1', '2', '3', '4', '5']) watcher.add(numberRecord(key, { name: `Номер ${key}` }))
    await clock.advance(60_000)
    gateway.say({ state: 'disconnected', cause: 'logged-out' }, '3')
    watcher.check('3')
    const begin = clock.now()
    await clock.advance(5_000)
    expect(notices).toMatchObject([{ title: 'Номер 3: WhatsApp отвязан от телефона', sessionKey: '3' }])
    expect((notices[0]?.at ?? 0) - begin).toBeLessThan(1_000)
    gateway.say({ state: 'connected' }, '3')
    await clock.advance(120_000)
    expect(notices.map((each) => each.category)).toEqual(['drop', 'recovery'])
    await clock.advance(3_600_000)
    expect(notices).toHaveLength(2)
  })

  it('the platform fails and its server words it as disconnected: one outage, though each number is asked at its own time', async () => {
    const { watcher, gateway, clock, notices, silences } = monitored()
    for (let each = 0; each < 20; each++) watcher.add(numberRecord(`${each}`, { name: `Номер ${each}` }))
    await clock.advance(60_000)
    gateway.say({ state: 'disconnected', mayBeServer: true })
    await clock.advance(120_000)
    expect(notices.map((each) => each.category)).toEqual(['outage'])
    expect(notices[0]?.body).toContain('похоже, дело в сервере')
    expect(silences().every((each) => each === 'joined-outage')).toBe(true)
    gateway.say({ state: 'connected' })
    await clock.advance(300_000)
    expect(notices.map((each) => each.category)).toEqual(['outage', 'recovery'])
    expect(notices[1]?.title).toBe('Школа: снова подключены 20 номеров')
  })

  it('the network fails: nothing drops, one "cannot check" after five minutes, nothing when it is back', async () => {
    const { watcher, gateway, clock, notices, happenings } = monitored()
    for (const key of ['1', '2', '3']) watcher.add(numberRecord(key))
    await clock.advance(60_000)
    gateway.say({ state: 'unknown', failure: { code: 'unreachable' } })
    await clock.advance(1_800_000)
    expect(notices.map((each) => each.category)).toEqual(['cannot-check'])
    gateway.say({ state: 'connected' })
    watcher.setOnline(true)
    await clock.advance(600_000)
    expect(notices).toHaveLength(1)
    expect(happenings.filter((each) => each.type === 'dropped')).toEqual([])
  })

  it('a laptop sleeps overnight and its numbers are fine: not a word', async () => {
    const { watcher, suspend, resume, gateway, clock, notices, silences } = monitored()
    for (const key of ['1', '2', '3']) watcher.add(numberRecord(key))
    await clock.advance(60_000)
    suspend()
    clock.sleep(8 * 3_600_000)
    resume()
    gateway.say({ state: 'unknown', failure: { code: 'unreachable' } })
    await clock.advance(5_000)
    gateway.say({ state: 'connected' })
    await clock.advance(600_000)
    expect(notices).toEqual([])
    expect(silences().every((each) => each === 'checked-again')).toBe(true)
  })

  it('one number dropped during the night: held for the quiet time, then told', async () => {
    const { watcher, suspend, resume, gateway, clock, notices } = monitored()
    for (const key of ['1', '2']) watcher.add(numberRecord(key))
    await clock.advance(60_000)
    suspend()
    clock.sleep(8 * 3_600_000)
    gateway.say({ state: 'awaiting-scan' }, '2')
    resume()
    const woke = clock.now()
    await clock.advance(60_000)
    expect(notices).toMatchObject([{ id: 'drop:2', at: woke + 20_000 }])
    expect(notices[0]?.body).toContain('Последний раз на связи')
  })

  it('five thousand numbers on four connections: all asked in turn, bounds kept, one timer, none left at the end', async () => {
    const { watcher, dispose, gateway, clock } = monitored()
    for (let each = 0; each < 5_000; each++) watcher.add(numberRecord(`${each}`, { connectionId: `c${1 + (each % 4)}` }))
    gateway.latency = 1
    await clock.advance(2_000)
    expect(gateway.count('read')).toBe(5_000)
    expect(gateway.mostPerNumber).toBe(1)
    expect(gateway.most).toBeLessThanOrEqual(12)
    expect(watcher.views().filter((each) => each.phase === 'connected' && each.lastConfirmedAt !== null)).toHaveLength(5_000)
    expect(clock.pending).toBeLessThanOrEqual(2)
    dispose()
    await clock.advance(100)
    expect(clock.pending).toBe(0)
  }, 20_000)
})
