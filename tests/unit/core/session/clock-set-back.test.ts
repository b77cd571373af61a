// The wall clock was set back: saved moments lie in the future. None may stay there, and no deadline may be further away than its length.
import { expect, it } from 'vitest'
import { withoutFutureTimes } from '../../../../src/main/core/session/clock-set-back'
import { nextTickAt } from '../../../../src/main/core/session/session-machine'
import { TIMINGS } from '../../../../src/shared/timings'
import { LINK, MachineRig, qr } from '../../../fakes/rigs/machine-rig'
import type { Attempt, SessionState } from '../../../../src/main/core/session/session-state'
import type { LinkingCode } from '../../../../src/shared/model/session'

const NOW = 1_000
const after = (state: SessionState): SessionState => withoutFutureTimes(state, NOW, TIMINGS)
const linked = (second: number): SessionState =>
  new MachineRig()
    .at(second, { state: 'connected' })
    .during(second + 10, second + 13, { state: 'disconnected' }, 3)
    .at(second + 20, { state: 'connected' }).state
/** An attempt that shows this code since second 100. */
function attempt(code: Partial<LinkingCode> = {}, more: Partial<Attempt> = {}): Attempt {
  const { state } = new MachineRig().at(100, LINK).at(102, qr('2@a'))
  if (!state.attempt?.code) throw new Error('no code')
  const next = after({ ...state, attempt: { ...state.attempt, ...more, code: { ...state.attempt.code, ...code } } }).attempt
  if (!next) throw new Error('no attempt')
  return next
}

it('changes in the future are forgotten, earlier ones and the one of now count on', () => {
  const { state } = new MachineRig()
  expect(after({ ...state, changes: [-60_000, NOW, NOW + 1, 40_000] }).changes).toEqual([-60_000, NOW])
})

it('every moment is now at the latest, and one that is past stays', () => {
  expect(after(linked(100))).toMatchObject({ since: NOW, lastConfirmedAt: NOW, rest: { since: NOW }, monitored: { since: NOW, lastConnectedAt: NOW } })
  expect(after(linked(-100))).toMatchObject({ since: -80_000, lastConfirmedAt: -80_000, monitored: { since: -80_000 } })
  const late = { ...linked(-100), downSince: 9_000, suspectSince: 9_000, startingSince: 9_000, stopAskedAt: 9_000 }
  expect(after(late)).toMatchObject({ downSince: NOW, suspectSince: NOW, startingSince: NOW, stopAskedAt: NOW })
  expect(after({ ...late, downSince: null, startingSince: null })).toMatchObject({ downSince: null, startingSince: null })
})

it('no stage of an attempt lasts longer than from now to its length', () => {
  const ends = (stage: Attempt['stage']): number => attempt({}, { stage, giveUpAt: 1e9 }).giveUpAt - NOW
  expect([ends('starting'), ends('linking'), ends('awaiting-scan')]).toEqual([90_000, 180_000, 60_000 + 5 * 20_000 + 4_000])
  expect(attempt({ kind: 'pairing-code' }, { giveUpAt: 1e9 }).giveUpAt - NOW).toBe(180_000 + 4_000)
  expect(attempt({}, { stage: 'starting', giveUpAt: 50_000 }).giveUpAt).toBe(50_000)
})

it('a code lives no longer than a code does, and is then told as an estimate; one that is in order stays the same object', () => {
  expect(attempt({ expiresAt: 1e9, exact: true }).code).toMatchObject({ expiresAt: NOW + 60_000, exact: false })
  expect(attempt({ kind: 'pairing-code', expiresAt: 1e9, exact: true }).code).toMatchObject({ expiresAt: NOW + 180_000, exact: false })
  expect(attempt({ kind: 'pairing-code', expiresAt: NOW + 180_000, exact: true }).code).toMatchObject({ expiresAt: NOW + 180_000, exact: true })
  const { state } = new MachineRig().at(-10, LINK).at(-8, qr('2@a'))
  expect(after(state).attempt?.code).toBe(state.attempt?.code)
})

it('the first code and the close of the server were now at the latest', () => {
  expect(attempt({}, { firstCodeAt: 9_000, closedSince: 9_000 })).toMatchObject({ firstCodeAt: NOW, closedSince: NOW })
  expect(attempt({}, { firstCodeAt: 500, closedSince: 500 })).toMatchObject({ firstCodeAt: 500, closedSince: 500 })
  expect(attempt({}, { firstCodeAt: null, closedSince: null })).toMatchObject({ firstCodeAt: null, closedSince: null })
})

it('is put right when the computer wakes', () => {
  const rig = new MachineRig().at(100, { state: 'connected' }).at(1, { type: 'resumed' })
  expect(rig.state).toMatchObject({ since: NOW, lastConfirmedAt: NOW })
  expect(nextTickAt(rig.state, TIMINGS)).toBeNull()
})
