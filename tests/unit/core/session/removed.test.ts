// A number that the backend does not know any more, by its own answer or by a full list; and what is shown of the reason for a drop.
import { describe, expect, it } from 'vitest'
import { LINK, MachineRig, qr, wasConnected, noAnswer } from '../../../fakes/rigs/machine-rig'

const GONE = { state: 'disconnected', gone: true } as const
const VANISHED = { type: 'vanished' } as const
const DOWN = { state: 'disconnected' } as const
const up = (): MachineRig => new MachineRig().at(0, { state: 'connected' })

describe('a number that was connected', () => {
  it('is removed when two answers deny it', () => {
    const rig = up().at(10, GONE)
    expect([rig.view.phase, rig.told]).toEqual(['connected', []])
    rig.at(13, GONE)
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'removed', basis: null, since: 10_000 })
    expect(rig.happenings).toMatchObject([{ type: 'dropped', cause: 'removed', since: 10_000 }])
  })

  it('is removed when it says starting and is denied: a denial is no restart', () => {
    expect(up().during(10, 13, { state: 'starting', gone: true }, 3).view).toMatchObject({ phase: 'disconnected', cause: 'removed' })
  })

  it('is removed at once when it vanished from a full list, whatever was assumed of its server', () => {
    const rig = up()
      .at(10, { ...DOWN, mayBeServer: true })
      .at(20, VANISHED)
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'removed', mayBeServer: false, basis: null, lastConfirmedAt: 20_000, since: 20_000 })
    expect(rig.state.fresh).toBe(true)
    expect(rig.happenings).toMatchObject([{ type: 'dropped', cause: 'removed', mayBeServer: false, lastConnectedAt: 0 }])
  })
})

describe('a number that was down', () => {
  const loggedOut = (): MachineRig => new MachineRig(wasConnected()).at(1, { ...DOWN, cause: 'logged-out' })

  it.each([
    ['an answer', GONE],
    ['a list', VANISHED],
  ])('becomes removed by %s, silently and once', (_what, event) => {
    const rig = loggedOut().at(10, event)
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'removed', since: 10_000, basis: null, mayBeServer: false })
    expect(rig.at(20, event).view).toMatchObject({ cause: 'removed', since: 10_000 })
    expect(rig.told).toEqual(['dropped'])
  })

  it('that vanishes again ends the attempt under way', () => {
    const rig = loggedOut().at(10, VANISHED).at(20, LINK).at(22, VANISHED)
    expect(rig.state.attempt).toBeNull()
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'removed', since: 22_000 })
  })

  it('is known again when it answers: removed is forgotten', () => {
    const rig = loggedOut().at(10, GONE).at(20, DOWN)
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'unspecified', since: 10_000 })
  })

  it('that the operator stopped stays theirs', () => {
    const rig = up().at(5, { type: 'stopped' }).at(10, VANISHED)
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'by-operator', since: 5_000 })
  })
})

it('an attempt that ends by denials quotes the backend where it gave a reason', () => {
  const attempt = (more: object): MachineRig => new MachineRig().at(0, LINK).during(2, 6, { ...GONE, ...more })
  expect(attempt({}).view).toMatchObject({ phase: 'failed', failure: { code: 'number-not-found' } })
  expect(attempt({ failure: { code: 'not-allowed' } }).view).toMatchObject({ phase: 'failed', failure: { code: 'not-allowed' } })
})

describe('what shows the reason of a drop', () => {
  it.each([
    ['a cause that the backend named', { ...DOWN, cause: 'logged-out' as const }, 'named'],
    ['a code that nobody asked for', qr('2@a'), 'code'],
  ])('is %s', (_what, says, basis) => {
    expect(up().at(10, says).view.basis).toBe(basis)
  })

  it('is nothing for a drop without a cause, nor for "by operator", which another program may have done', () => {
    expect(up().during(10, 13, DOWN, 3).view).toMatchObject({ cause: 'unspecified', basis: null })
    expect(up().during(10, 13, { ...DOWN, cause: 'by-operator' }, 3).view).toMatchObject({ cause: 'unspecified', basis: null })
  })

  it('is kept while later answers show nothing, replaced by what shows another cause, and hidden while the number cannot be checked', () => {
    const rig = up().at(10, { ...DOWN, cause: 'logged-out' })
    expect(rig.at(20, DOWN).view).toMatchObject({ cause: 'logged-out', basis: 'named' })
    expect(rig.at(25, { state: 'starting' }).view).toMatchObject({ cause: 'logged-out', basis: 'named' })
    expect(rig.at(30, noAnswer('timeout')).view).toMatchObject({ phase: 'unknown', cause: null, basis: null })
    expect(rig.at(40, { ...DOWN, cause: 'banned' }).view).toMatchObject({ cause: 'banned', basis: 'named', since: 10_000 })
    expect(rig.at(50, qr('2@a')).view).toMatchObject({ cause: 'logged-out', basis: 'code' })
  })

  it('may be the server, as long as the answers of the backend can mean that', () => {
    const rig = up().during(10, 13, { ...DOWN, mayBeServer: true }, 3)
    expect([rig.view.mayBeServer, rig.happenings]).toMatchObject([true, [{ type: 'dropped', mayBeServer: true }]])
    expect(rig.at(20, { ...DOWN, mayBeServer: true }).view.mayBeServer).toBe(true)
    expect(rig.at(25, noAnswer('timeout')).view.mayBeServer).toBe(false)
    expect(rig.at(30, DOWN).view.mayBeServer).toBe(false)
  })

  it('a number that was never connected is not down because of a code or a word without a cause', () => {
    const never = new MachineRig().at(0, qr('2@a')).at(5, DOWN)
    expect(never.view).toMatchObject({ phase: 'idle', cause: null, basis: null, neverLinked: true })
  })
})
