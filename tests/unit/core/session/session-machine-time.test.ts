import { describe, expect, it } from 'vitest'
import { TIMINGS } from '../../../../src/shared/timings'
import { nextTickAt, step } from '../../../../src/main/core/session/session-machine'
import { recordOf } from '../../../../src/main/core/session/session-state'
import type { Says } from '../../../fakes/gateways/fake-gateway'
import { noAnswer, LINK, MachineRig, qr, TICK } from '../../../fakes/rigs/machine-rig'

const connected: Says = { state: 'connected' }
const disconnected: Says = { state: 'disconnected' }
const starting: Says = { state: 'starting' }
const up = (): MachineRig => new MachineRig().at(0, connected)

describe('coming back, flapping, sleeping', () => {
  it('tells the recovery once with the time it was down', () => {
    const rig = up().at(10, disconnected).at(13, disconnected).at(130, connected).at(140, connected)
    expect(rig.happenings.at(-1)).toEqual({ type: 'recovered', downMs: 120_000 })
    expect(rig.told).toEqual(['dropped', 'recovered'])
  })

  it('knows a drop from before a restart of the app as down', () => {
    const rig = new MachineRig({ last: { phase: 'disconnected', cause: 'logged-out', since: -60_000, lastConfirmedAt: -60_000 } })
    expect(rig.at(0, disconnected).told).toEqual([])
    expect(rig.at(60, connected).happenings).toEqual([{ type: 'recovered', downMs: 120_000 }])
  })

  it('calls four changes in ten minutes unstable, until they are ten minutes old', () => {
    const rig = up().at(10, disconnected).at(13, connected).at(20, disconnected)
    expect(rig.view.unstable).toBe(false)
    rig.at(23, connected)
    expect(rig.view.unstable).toBe(true)
    rig.at(609, connected)
    expect(rig.view.unstable).toBe(true)
    rig.at(611, connected)
    expect(rig.view.unstable).toBe(false)
  })

  it('calms down by the clock alone', () => {
    const rig = up().at(10, disconnected).at(13, connected).at(20, disconnected).at(23, connected)
    expect(nextTickAt(rig.state, TIMINGS)).toBe(610_000)
    expect(rig.at(610, TICK).view.unstable).toBe(false)
  })

  it('tells that it began and that it ended, each once', () => {
    const rig = up().at(10, disconnected).at(13, connected).at(20, disconnected).at(23, connected).at(30, disconnected).at(33, connected)
    expect(rig.told).toEqual(['unstable'])
    expect(rig.during(40, 640, connected, 10).told).toEqual(['unstable', 'steady'])
  })

  it('calls it flapping when the app has to start it again and again', () => {
    const rig = up()
    for (let round = 0; round < 2; round++) {
      const from = 10 + round * 60
      rig
        .at(from, disconnected)
        .at(from + 3, disconnected)
        .at(from + 33, { type: 'heal' })
        .at(from + 35, connected)
    }
    expect(rig.view.unstable).toBe(true)
  })

  it('does not call it flapping when the operator links and stops', () => {
    const rig = up()
    for (let round = 1; round < 6; round++)
      rig
        .at(round * 40, { type: 'stopped' })
        .at(round * 40 + 5, LINK)
        .at(round * 40 + 10, disconnected)
        .at(round * 40 + 30, connected)
    expect(rig.view).toMatchObject({ phase: 'connected', unstable: false })
  })

  it('does not call it flapping when the network comes and goes', () => {
    const rig = up()
    for (let round = 0; round < 5; round++) rig.at(10 + round * 20, noAnswer('timeout')).at(20 + round * 20, connected)
    expect(rig.view.unstable).toBe(false)
  })

  it('wants two fresh readings after sleep', () => {
    const rig = up().at(10, disconnected).at(11, { type: 'suspended' }).at(3_611, { type: 'resumed' }).at(3_613, disconnected)
    expect(rig.told).toEqual([])
    expect(rig.at(3_616, disconnected).told).toEqual(['dropped'])
  })

  it('counts no restart while nobody saw it, even when the sleep itself was not told', () => {
    const rig = up().at(10, starting).at(20, starting)
    // Found by the clock an hour later: no timer ran meanwhile.
    for (const type of ['suspended', 'resumed'] as const) rig.state = step(rig.state, { type }, 3_600_000, TIMINGS).state
    rig.at(3_602, starting)
    expect(rig.view.phase).toBe('starting')
    expect(rig.told).toEqual([])
    expect(rig.at(3_652, starting).told).toEqual(['dropped'])
  })

  it('counts no time asleep towards a deadline', () => {
    const rig = new MachineRig().at(0, LINK).at(10, starting).at(20, { type: 'suspended' }).at(3_620, { type: 'resumed' }).at(3_680, starting)
    expect(rig.view).toMatchObject({ phase: 'starting', deadlineAt: 3_690_000 })
    expect(rig.at(3_691, starting).view).toMatchObject({ phase: 'failed', failure: { code: 'deadline-starting' } })
  })

  it.each([
    ['starting', [] as Says[], 90],
    ['awaiting-scan', [qr('a')], 164],
    ['linking', [qr('a'), starting, starting], 180],
  ] as const)('gives up in its own time when the clock is set back by hours while %s', (phase, says, within) => {
    const rig = new MachineRig().at(10_800, LINK)
    says.forEach((each, index) => rig.at(10_802 + index, each))
    rig.at(0, { type: 'suspended' }).at(0, { type: 'resumed' })
    expect(rig.state).toMatchObject({ phase, attempt: { giveUpAt: within * 1_000 } })
    if (phase === 'awaiting-scan') expect(rig.view.code?.expiresAt).toBe(60_000)
  })

  it('keeps the proven place on disk while it cannot check', () => {
    expect(recordOf(up().at(5, connected).at(10, noAnswer('timeout')).state)).toMatchObject({ last: { phase: 'connected', since: 0, lastConfirmedAt: 5_000 } })
  })
})
