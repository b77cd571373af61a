import { describe, expect, it } from 'vitest'
import { conditionOf } from '../../../../src/shared/ipc/condition'
import type { Says } from '../../../fakes/gateways/fake-gateway'
import { noAnswer, CANCEL, LINK, MachineRig, qr, TICK, wasConnected } from '../../../fakes/rigs/machine-rig'

const connected: Says = { state: 'connected' }
const disconnected: Says = { state: 'disconnected' }
const starting: Says = { state: 'starting' }
const linking = (): MachineRig => new MachineRig().at(0, LINK)
const failed = (code: string) => ({ phase: 'failed', failure: { code }, code: null, deadlineAt: null })

describe('starting', () => {
  it('waits 90 s for a code, whatever the server says meanwhile, then fails with what to do', () => {
    const rig = linking().during(2, 88, disconnected)
    expect(rig.view).toMatchObject({ phase: 'starting', deadlineAt: 90_000, since: 0 })
    expect(rig.at(91, starting).view).toMatchObject(failed('deadline-starting'))
    expect(rig.told).toEqual([])
  })

  it('fails by the clock alone when no answer comes', () => {
    expect(linking().at(90, TICK).view).toMatchObject(failed('deadline-starting'))
  })

  it('a code asked for but not sent yet is still starting', () => {
    expect(linking().at(2, { state: 'awaiting-scan' }).view).toMatchObject({ phase: 'starting', code: null })
  })

  it('connected at once needs no scan', () => {
    expect(linking().at(2, connected).view).toMatchObject({ phase: 'connected', since: 2_000, deadlineAt: null })
  })

  it.each(['not-allowed', 'several-numbers', 'function-missing', 'server-not-configured', 'number-not-found'] as const)(
    '%s ends the attempt at once',
    (code) => {
      expect(linking().at(2, noAnswer(code)).view).toMatchObject(failed(code))
    },
  )

  it('one missed answer changes nothing, a second one is unknown, and the attempt goes on below it', () => {
    const rig = linking().at(2, noAnswer('server-error'))
    expect(rig.view.phase).toBe('starting')
    rig.at(4, noAnswer('server-error'))
    expect(rig.view).toMatchObject({ phase: 'unknown', failure: { code: 'server-error' }, deadlineAt: 90_000 })
    expect(rig.at(6, qr('2@a')).view).toMatchObject({ phase: 'awaiting-scan', failure: null })
  })

  it.each(['sign-in-expired', 'keyring-locked', 'key-rejected'] as const)('%s shows at once', (code) => {
    expect(linking().at(2, noAnswer(code)).view).toMatchObject({ phase: 'unknown', failure: { code } })
  })

  it('cannot check until the deadline: stays unknown with its reason, the attempt is over', () => {
    const rig = linking().during(2, 100, noAnswer('unreachable'), 10)
    expect(rig.view).toMatchObject({ phase: 'unknown', failure: { code: 'unreachable' }, deadlineAt: null })
    expect(rig.at(110, disconnected).view.phase).toBe('idle')
  })

  it('a ban is told as what it is', () => {
    expect(linking().at(2, { state: 'disconnected', cause: 'banned' }).view).toMatchObject({ phase: 'disconnected', cause: 'banned' })
  })

  it('a number the backend denies three times in a row ends the attempt, a new one may need a moment', () => {
    const gone: Says = { ...noAnswer('number-not-found'), gone: true }
    const rig = linking().at(2, gone).at(4, gone)
    expect(rig.view.phase).toBe('starting')
    expect(rig.at(6, gone).view).toMatchObject(failed('number-not-found'))
  })

  it('gone from the list ends it too', () => {
    expect(linking().at(2, { type: 'vanished' }).view).toMatchObject({ phase: 'disconnected', cause: 'removed' })
  })
})

describe('codes (rule 6)', () => {
  it('dates the first code 60 s and each later one 20 s, by estimate', () => {
    const rig = linking().at(5, qr('2@a'))
    expect(rig.view.code).toEqual({ kind: 'qr-text', value: '2@a', ordinal: 1, firstSeenAt: 5_000, expiresAt: 65_000, exact: false })
    expect(rig.at(7, qr('2@a')).view.code).toMatchObject({ ordinal: 1, firstSeenAt: 5_000 })
    expect(rig.at(65, qr('2@b')).view.code).toMatchObject({ value: '2@b', ordinal: 2, firstSeenAt: 65_000, expiresAt: 85_000, exact: false })
  })

  it('believes the backend about the end of a code, also when it says so later', () => {
    expect(linking().at(5, qr('2@a', 35_000)).view.code).toMatchObject({ expiresAt: 35_000, exact: true })
    expect(linking().at(5, qr('2@a')).at(7, qr('2@a', 50_000)).view.code).toMatchObject({ expiresAt: 50_000, exact: true })
  })

  it('awaits the next code after a code that is dead on arrival, then says that it is over', () => {
    const rig = linking().at(5, qr('2@a', 4_000))
    expect(rig.view).toMatchObject({ phase: 'awaiting-scan', codeExpired: false })
    expect(rig.at(12, TICK).view).toMatchObject({ phase: 'awaiting-scan', codeExpired: true })
  })

  it('does not say "expired" while the next code is on its way, four polls at most', () => {
    const rig = linking().at(5, qr('2@a')).at(65, TICK)
    expect(rig.view.codeExpired).toBe(false)
    expect(rig.at(66.3, qr('2@b')).view).toMatchObject({ codeExpired: false, code: { value: '2@b' } })
    expect(rig.at(94.2, TICK).view.codeExpired).toBe(false)
    expect(rig.at(94.3, TICK).view.codeExpired).toBe(true)
  })

  it.each([
    ['image', { state: 'awaiting-scan', code: { kind: 'qr-image', value: 'data:image/png;base64,AAAA' } }, 65_000],
    ['pairing code', { state: 'awaiting-scan', code: { kind: 'pairing-code', value: 'ABCD1234' } }, 185_000],
  ] satisfies [string, Says, number][])('takes an %s with its own lifetime', (_name, says, expiresAt) => {
    expect(linking().at(5, says).view).toMatchObject({ phase: 'awaiting-scan', code: { kind: says.code.kind, expiresAt, exact: false } })
  })

  it('takes a code that comes with "starting"', () => {
    expect(linking().at(5, { ...qr('2@a'), state: 'starting' }).view).toMatchObject({ phase: 'awaiting-scan' })
  })

  it('six codes, then failed with the offer of a new one, and no seventh', () => {
    const rig = linking().during(5, 63, qr('2@1'))
    for (let n = 2; n <= 6; n++) rig.during(65 + (n - 2) * 20, 83 + (n - 2) * 20, qr(`2@${n}`))
    expect(rig.view).toMatchObject({ phase: 'awaiting-scan', code: { ordinal: 6 }, codeExpired: false })
    rig.at(166, qr('2@6'))
    expect(rig.view).toMatchObject({ phase: 'awaiting-scan', codeExpired: true })
    expect(rig.at(168, qr('2@7')).view).toMatchObject({ ...failed('codes-exhausted'), codeExpired: true })
    expect(rig.at(180, qr('2@8')).view).toMatchObject(failed('codes-exhausted'))
  })

  it('after the sixth code fails by the clock, with time for a scan in its last second', () => {
    const rig = linking()
    for (let n = 1; n <= 6; n++) rig.at(n * 2, qr(`2@${n}`))
    expect(rig.at(35.9, TICK).view).toMatchObject({ phase: 'awaiting-scan', codeExpired: true })
    expect(rig.at(36, TICK).view).toMatchObject(failed('codes-exhausted'))
  })

  it('a code that never changes is covered after its minute, still noticed when scanned, and given up in the end', () => {
    const rig = linking().during(5, 74, qr('2@a'))
    expect(rig.view).toMatchObject({ phase: 'awaiting-scan', codeExpired: true, code: { ordinal: 1 } })
    expect(new MachineRig().at(0, LINK).during(5, 70, qr('2@a')).at(72, connected).view.phase).toBe('connected')
    expect(rig.during(72, 170, qr('2@a')).view).toMatchObject(failed('codes-exhausted'))
  })

  it('an earlier code that comes back is dead: the later one stays', () => {
    expect(linking().at(5, qr('2@a')).at(65, qr('2@b')).at(67, qr('2@a')).view.code).toMatchObject({ value: '2@b', ordinal: 2 })
  })

  it('a new attempt begins at code one; the same code keeps its age, and dead it is not shown again', () => {
    const rig = linking().at(5, qr('2@a')).at(25, LINK)
    expect(rig.view).toMatchObject({ phase: 'starting', code: null })
    expect(rig.at(27, qr('2@a')).view.code).toMatchObject({ ordinal: 1, firstSeenAt: 5_000, expiresAt: 65_000 })
    rig.at(70, LINK).at(72, qr('2@a'))
    expect(rig.view).toMatchObject({ phase: 'starting', code: null })
    expect(rig.at(74, qr('2@b')).view.code).toMatchObject({ value: '2@b', ordinal: 1, expiresAt: 134_000 })
  })

  it('a server that closes the attempt covers the code, then ends it; one such word alone does nothing', () => {
    const rig = linking().at(5, qr('2@a')).at(7, disconnected)
    expect(rig.view).toMatchObject({ phase: 'awaiting-scan', codeExpired: false })
    rig.at(9, disconnected)
    expect(rig.view).toMatchObject({ phase: 'awaiting-scan', codeExpired: true })
    expect(rig.during(11, 29, disconnected).view).toMatchObject(failed('codes-exhausted'))
    expect(rig.told).toEqual([])
  })
})

describe('linking is inferred', () => {
  const scanned = (): MachineRig => linking().at(5, qr('2@a')).at(7, starting).at(9, starting)

  it('after a code two readings of starting without one mean scanned; one does not', () => {
    expect(linking().at(5, qr('2@a')).at(7, starting).view).toMatchObject({ phase: 'awaiting-scan', code: { value: '2@a' } })
    expect(scanned().view).toMatchObject({ phase: 'linking', code: null, deadlineAt: 189_000, since: 9_000 })
  })

  it('two that are not in a row do not count', () => {
    expect(linking().at(5, qr('2@a')).at(7, starting).at(9, qr('2@a')).at(11, starting).view.phase).toBe('awaiting-scan')
  })

  it('a code again means back, with the count going on', () => {
    expect(scanned().at(11, qr('2@b')).view).toMatchObject({ phase: 'awaiting-scan', code: { value: '2@b', ordinal: 2 } })
  })

  it('the restart that WhatsApp forces after a scan is no failure', () => {
    expect(scanned().during(11, 60, disconnected).view.phase).toBe('linking')
    expect(scanned().during(11, 60, disconnected).at(62, connected).view.phase).toBe('connected')
  })

  it('fails after 180 s', () => {
    expect(scanned().at(189, TICK).view).toMatchObject(failed('deadline-linking'))
  })
})

describe('how an attempt ends', () => {
  it('cancel puts the number back where it rested', () => {
    expect(linking().at(5, qr('2@a')).at(6, CANCEL).view).toMatchObject({ phase: 'idle', code: null, codeExpired: false, deadlineAt: null })
    const rig = new MachineRig(wasConnected()).at(1, disconnected).at(4, disconnected).at(10, LINK).at(12, qr('2@a')).at(14, CANCEL)
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'unspecified', since: 1_000 })
  })

  it('cancel without an attempt does nothing', () => {
    expect(new MachineRig().at(0, connected).at(5, CANCEL).view.phase).toBe('connected')
  })

  it('a failed attempt of a number that nobody linked is failed, not a drop, and stays so until somebody acts or links it', () => {
    const rig = linking().at(90, TICK).at(100, disconnected).at(160, qr('2@x')).at(220, noAnswer('timeout'))
    expect(rig.view).toMatchObject(failed('deadline-starting'))
    expect(rig.told).toEqual([])
    expect(rig.at(280, connected).view.phase).toBe('connected')
  })

  it('nobody expects a never-linked number whose codes ran out to be connected; one that dropped is down', () => {
    expect(conditionOf(linking().during(5, 170, qr('2@a')).view)).toBe('resting')
    const dropped = new MachineRig().at(0, connected).at(10, qr('2@a')).at(60, LINK).during(62, 230, qr('2@b'))
    expect(dropped.view.phase).toBe('failed')
    expect(conditionOf(dropped.view)).toBe('down')
  })

  it('linking again after a drop tells the recovery', () => {
    const rig = new MachineRig().at(0, connected).at(10, qr('2@a')).at(60, LINK).at(62, qr('2@b')).at(64, connected)
    expect(rig.told).toEqual(['dropped', 'recovered'])
  })

  it("linking again right after the operator's own disconnect is believed", () => {
    const rig = new MachineRig().at(0, connected).at(9, { type: 'stop-asked' }).at(10, { type: 'stopped' }).at(12, LINK).at(14, connected)
    expect(rig.view.phase).toBe('connected')
  })
})
