// The operator disconnects a number: what is noted on disk, and which drop is theirs.
import { describe, expect, it } from 'vitest'
import { failed, success } from '../../../../src/shared/model/failure'
import { numberRecord } from '../../../fakes/views'
import { watchRig } from '../../../fakes/rigs/watch-rig'

describe('the operator', () => {
  it('disconnects without an alarm, and a later disconnected or QR raises none either', async () => {
    const { watcher, clock, gateway, view, told, records } = watchRig()
    watcher.add(numberRecord('42'))
    await clock.advance(0)
    const outcome = watcher.disconnect('42')
    await clock.advance(0)
    expect(await outcome).toEqual({ ok: true, value: undefined })
    expect(view('42')).toMatchObject({ phase: 'disconnected', cause: 'by-operator' })
    expect(records.at(-1)?.change).toMatchObject({ stoppedByOperator: true, last: { phase: 'disconnected', cause: 'by-operator' } })
    gateway.say({ state: 'awaiting-scan' })
    await clock.advance(300_000)
    expect(view('42')).toMatchObject({ phase: 'disconnected', cause: 'by-operator' })
    expect(told('dropped')).toEqual([])
  })

  it('has a disconnect noted as theirs before it is sent: the app may die with the answer under way', async () => {
    const { watcher, clock, gateway, records } = watchRig()
    watcher.add(numberRecord('42'))
    await clock.advance(0)
    const noted: unknown[] = []
    gateway.disconnect = async () => (noted.push(records.at(-1)?.change), success())
    void watcher.disconnect('42')
    await clock.advance(0)
    expect(noted).toMatchObject([{ stoppedByOperator: true, last: { phase: 'connected' } }])
  })

  it.each(['timeout', 'unreachable', 'server-error'] as const)(
    'has the note kept when the answer is lost (%s), until the number has proved connected for long enough',
    async (code) => {
      const { watcher, clock, gateway, records, timings } = watchRig()
      watcher.add(numberRecord('42'))
      await clock.advance(0)
      gateway.stopOutcome = failed(code)
      void watcher.disconnect('42')
      await clock.advance(timings.createDeadline - 1_000)
      expect(records.at(-1)?.change).toMatchObject({ stoppedByOperator: true })
      await clock.advance(60_000)
      expect(records.at(-1)?.change).toMatchObject({ stoppedByOperator: false, last: { phase: 'connected' } })
    },
  )

  it.each(['several-numbers', 'not-allowed', 'sign-in-expired'] as const)('has the note taken back when it is refused (%s)', async (code) => {
    const { watcher, clock, gateway, records } = watchRig()
    watcher.add(numberRecord('42'))
    await clock.advance(0)
    gateway.stopOutcome = failed(code)
    void watcher.disconnect('42')
    await clock.advance(0)
    expect(records.map(({ change }) => change.stoppedByOperator).slice(-2)).toEqual([true, false])
  })

  it('has the note taken back while they link the number, and back when they give up', async () => {
    const { watcher, clock, records } = watchRig()
    watcher.add(numberRecord('42', { stoppedByOperator: true }))
    watcher.connect('42')
    expect(records.at(-1)?.change).toMatchObject({ stoppedByOperator: false })
    watcher.cancel('42')
    expect(records.at(-1)?.change).toMatchObject({ stoppedByOperator: true })
    await clock.advance(0)
  })

  it('raises no alarm when the answer to the disconnect was lost but it took effect', async () => {
    const { watcher, clock, gateway, view, told } = watchRig()
    watcher.add(numberRecord('42'))
    await clock.advance(0)
    gateway.stopOutcome = { ok: false, failure: { code: 'unreachable' } }
    gateway.say({ state: 'disconnected' })
    const outcome = watcher.disconnect('42')
    await clock.advance(60_000)
    expect(await outcome).toMatchObject({ ok: false, failure: { code: 'unreachable' } })
    expect(view('42')).toMatchObject({ phase: 'disconnected', cause: 'by-operator' })
    expect(told('dropped')).toEqual([])
  })

  it('is told of a drop that follows a refused disconnect', async () => {
    const { watcher, clock, gateway, told } = watchRig()
    watcher.add(numberRecord('42'))
    await clock.advance(0)
    gateway.stopOutcome = { ok: false, failure: { code: 'not-allowed' } }
    void watcher.disconnect('42')
    await clock.advance(0)
    gateway.say({ state: 'disconnected' })
    await clock.advance(60_000)
    expect(told('dropped')).toHaveLength(1)
  })
})
