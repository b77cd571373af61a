import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { realClock } from '../../../../src/main/desktop/system/clock'
import { createSessionBus, getProperty, type SessionBus } from '../../../../src/main/desktop/system/session-bus'
import { Message, Variant } from '@jellybrick/dbus-next'
import { Heard } from '../../../fakes/heard'
import { SilentLog } from '../../../fakes/silent-log'
import { serve, startPrivateBus, type PrivateBus } from '../../../fakes/desktop/private-bus'

const SERVICE = { name: 'com.example.Lamp', path: '/lamp', interface: 'com.example.Lamp' } as const

describe('the session bus', () => {
  let daemon: PrivateBus
  let bus: SessionBus
  beforeEach(async () => {
    daemon = await startPrivateBus()
    bus = createSessionBus({ clock: realClock, log: new SilentLog(), address: daemon.address })
  })
  afterEach(async () => {
    bus.dispose()
    await daemon.stop()
  })

  it('calls a method and reads a property out of its variant', async () => {
    await serve(await daemon.connect(), SERVICE.name, (call) => {
      if (call.member === 'Get') return { signature: 'v', body: [new Variant('s', call.body.join('.'))] }
      return call.member === 'Double' ? { signature: 'i', body: [Number(call.body[0]) * 2] } : undefined
    })
    expect(await bus.call({ ...SERVICE, member: 'Double', signature: 'i', body: [21] })).toEqual({ ok: true, body: [42] })
    expect(await getProperty(bus, SERVICE, 'On')).toEqual({ ok: true, value: 'com.example.Lamp.On' })
  })

  it('names the error of a refusal', async () => {
    await serve(await daemon.connect(), SERVICE.name, () => ({ error: 'com.example.Broken' }))
    expect(await bus.call({ ...SERVICE, member: 'Double' })).toEqual({ ok: false, error: 'com.example.Broken' })
  })

  it('answers that nobody owns a name', async () => {
    expect(await bus.call({ ...SERVICE, member: 'Double' })).toEqual({ ok: false, error: 'org.freedesktop.DBus.Error.ServiceUnknown' })
  })

  it('stops waiting for a service that never answers', async () => {
    await serve(await daemon.connect(), SERVICE.name, () => 'silence')
    expect(await bus.call({ ...SERVICE, member: 'Double', limit: 50 })).toEqual({ ok: false, error: 'timeout' })
  })

  it('says so when there is no bus, and when it was disposed', async () => {
    const none = createSessionBus({ clock: realClock, log: new SilentLog(), address: `unix:path=${daemon.folder}/nothing` })
    expect(await none.call({ ...SERVICE, member: 'Double' })).toEqual({ ok: false, error: 'no-bus' })
    none.dispose()
    bus.dispose()
    expect(await bus.call({ ...SERVICE, member: 'Double' })).toEqual({ ok: false, error: 'no-bus' })
  })

  it('tells who owns a name, at first and at each change', async () => {
    const owners = new Heard<string | null>()
    bus.watchName(SERVICE.name, owners.hear)
    expect(await owners.next()).toBeNull()
    const owner = await daemon.connect()
    await owner.requestName(SERVICE.name)
    expect(await owners.next()).toBe(owner.name)
    await owner.releaseName(SERVICE.name)
    expect(await owners.next()).toBeNull()
  })

  it('hears the signals it asked for until the subscription is cancelled', async () => {
    const sender = await daemon.connect()
    const heard = new Heard<unknown>()
    const cancel = bus.onSignal({ interface: SERVICE.interface, member: 'Lit' }, heard.hear)
    await bus.call({ ...SERVICE, member: 'Ping' }) // the match rule was sent before this answer
    sender.send(Message.newSignal(SERVICE.path, SERVICE.interface, 'Other', 's', ['no']))
    sender.send(Message.newSignal(SERVICE.path, SERVICE.interface, 'Lit', 's', ['yes']))
    expect(await heard.next()).toEqual(['yes'])
    cancel()
    sender.send(Message.newSignal(SERVICE.path, SERVICE.interface, 'Lit', 's', ['late']))
    await bus.call({ ...SERVICE, member: 'Ping' })
    expect(heard.waiting).toEqual([])
  })

  it('finds the bus again after it was lost, with all subscriptions', async () => {
    const owners = new Heard<string | null>()
    const lit = new Heard<unknown>()
    const owner = await daemon.connect()
    await owner.requestName(SERVICE.name)
    bus.watchName(SERVICE.name, owners.hear)
    bus.onSignal({ interface: SERVICE.interface, member: 'Lit' }, lit.hear)
    expect(await owners.next()).toBe(owner.name)
    await daemon.kill()
    expect(await owners.next()).toBeNull()
    await daemon.start()
    const again = await daemon.connect()
    await again.requestName(SERVICE.name)
    expect(await owners.next()).toBe(again.name)
    again.send(Message.newSignal(SERVICE.path, SERVICE.interface, 'Lit', 's', ['yes']))
    expect(await lit.next()).toEqual(['yes'])
  })

  it('settles a call during which the bus dies', async () => {
    await serve(await daemon.connect(), SERVICE.name, () => 'silence')
    const call = bus.call({ ...SERVICE, member: 'Double', limit: 300 })
    await bus.call({ ...SERVICE, member: 'Other', limit: 20 })
    await daemon.kill()
    expect(await call).toMatchObject({ ok: false })
  })
})
