import { describe, expect, it } from 'vitest'
import { createWrongPhoneGuard } from '../../../../src/main/core/notices/wrong-phone'
import type { SilentUntil } from '../../../../src/main/core/notices/silence'
import { samePhone } from '../../../../src/shared/model/same-phone'
import { FakeClock } from '../../../fakes/fake-clock'
import { MachineRig, qr, wasConnected } from '../../../fakes/rigs/machine-rig'
import { sessionView } from '../../../fakes/views'

const OURS = '79001234567'
const OTHER = '79007654321'
const connected = (phone?: string) => ({ state: 'connected' as const, ...(phone === undefined ? {} : { phone }) })
const linked = () => new MachineRig({ phone: OURS, ...wasConnected() }).at(0, connected(OURS))
/** The phones shown, without their spelling. */
const phones = ({ view: { phone, wrongPhone } }: MachineRig) => ({ phone: digits(phone), wrongPhone: digits(wrongPhone) })
const digits = (phone: string | null) => phone && phone.replace(/\D/g, '')

describe('a number that is linked with another phone', () => {
  it('is flagged by the first answer that names it, and keeps the phone on record', () => {
    expect(phones(linked().at(10, connected(OTHER)))).toEqual({ phone: OURS, wrongPhone: OTHER })
  })

  it('is flagged after a restart too: the record was not overwritten', () => {
    expect(phones(new MachineRig({ phone: OURS, ...wasConnected() }).at(0, connected(OTHER)))).toEqual({ phone: OURS, wrongPhone: OTHER })
  })

  it('stays flagged while the backend does not tell the phone or cannot be asked', () => {
    const rig = linked()
      .at(10, connected(OTHER))
      .at(20, connected())
      .at(30, { state: 'unknown', failure: { code: 'unreachable' } })
    expect(phones(rig).wrongPhone).toBe(OTHER)
  })

  for (const [what, event] of [
    ['its own phone is back', connected(OURS)],
    ['its own phone is back in another spelling', connected('89001234567')],
    ['nobody is linked any more', { state: 'disconnected', cause: 'logged-out' }],
    ['a code waits for a phone', qr('1@x')],
    ['the operator disconnects it', { type: 'stopped' }],
  ] as const) {
    it(`is flagged no longer when ${what}`, () => {
      expect(phones(linked().at(10, connected(OTHER)).at(20, event))).toEqual({ phone: OURS, wrongPhone: null })
    })
  }

  it('has that phone on record once the operator keeps it, and is flagged when the old one comes back', () => {
    const rig = linked().at(10, connected(OTHER)).at(20, { type: 'keep-phone' })
    expect(phones(rig)).toEqual({ phone: OTHER, wrongPhone: null })
    expect(phones(rig.at(30, connected(OTHER)))).toEqual({ phone: OTHER, wrongPhone: null })
    expect(phones(rig.at(40, connected(OURS)))).toEqual({ phone: OTHER, wrongPhone: OURS })
  })
})

describe('a number is not flagged', () => {
  it('by its first phone: that becomes the one on record', () => {
    expect(phones(new MachineRig().at(0, connected(OURS)))).toEqual({ phone: OURS, wrongPhone: null })
  })
  it('where the backend tells no phone', () => {
    expect(phones(new MachineRig({ phone: OURS }).at(0, connected()))).toEqual({ phone: OURS, wrongPhone: null })
  })
  it('by a phone that an unlinked session remembers', () => {
    expect(phones(linked().at(10, { state: 'disconnected', phone: OTHER }))).toEqual({ phone: OURS, wrongPhone: null })
  })
  it('when the operator keeps nothing', () => {
    expect(phones(linked().at(10, { type: 'keep-phone' }))).toEqual({ phone: OURS, wrongPhone: null })
  })
})

describe('two spellings', () => {
  for (const [a, b, same] of [
    ['79001234567', '79001234567', true],
    ['89001234567', '79001234567', true],
    ['5511912345678', '551112345678', true],
    ['5215512345678', '525512345678', true],
    ['5491112345678', '541112345678', true],
    ['79161234567', '79261234567', false],
    ['79001234567', '9001234567', false],
    ['551112345678', '551212345678', false],
  ] as const) {
    it(`${a} and ${b} are ${same ? 'one phone' : 'two phones'}`, () => expect(samePhone(a, b)).toBe(same))
  }
})

/** A guard and what it told. */
function guarded() {
  const clock = new FakeClock()
  const heard: string[] = []
  const world: { silence: SilentUntil | null } = { silence: null }
  const guard = createWrongPhoneGuard({
    clock,
    silence: () => world.silence,
    tell: ({ key, wrongPhone }) => void heard.push(`told ${key} ${wrongPhone}`),
    keptQuiet: (key, why) => void heard.push(`silent ${key} ${why}`),
    withdraw: (key) => void heard.push(`withdrawn ${key}`),
  })
  const seen = (wrongPhone: string | null, more = {}) => guard.seen(sessionView('a', { phase: 'connected', phone: OURS, wrongPhone, ...more }))
  return { clock, heard, world, guard, seen }
}

describe('the notice', () => {
  it('comes once, however often the number is drawn', () => {
    const { heard, seen } = guarded()
    for (const stale of [false, true, false]) seen(OTHER, { stale })
    expect(heard).toEqual([`told a ${OTHER}`])
  })

  it('is withdrawn when it is no longer true, and comes again for the next wrong phone', () => {
    const { heard, seen } = guarded()
    seen(OTHER)
    seen(null)
    seen('33612345678')
    expect(heard).toEqual([`told a ${OTHER}`, 'withdrawn a', 'told a 33612345678'])
  })

  it('waits for the end of a silence, which is named', async () => {
    const { clock, heard, world, seen } = guarded()
    world.silence = { why: 'quiet-hours', until: clock.now() + 60_000 }
    seen(OTHER)
    seen(OTHER, { stale: true })
    expect(heard).toEqual(['silent a quiet-hours'])
    await clock.advance(59_000)
    world.silence = null
    await clock.advance(1_000)
    expect(heard).toEqual(['silent a quiet-hours', `told a ${OTHER}`])
  })

  it('does not come when the phone was right again before the silence ended, nor for a number that left', async () => {
    for (const end of [(rig: ReturnType<typeof guarded>) => rig.seen(null), (rig: ReturnType<typeof guarded>) => rig.guard.removed('a')]) {
      const rig = guarded()
      rig.world.silence = { why: 'muted', until: null }
      rig.seen(OTHER)
      end(rig)
      rig.world.silence = null
      await rig.clock.advance(3_600_000)
      expect(rig.heard).toEqual(['silent a muted'])
      expect(rig.clock.pending).toBe(0)
    }
  })

  it('comes when the same phone took the number twice during one silence', async () => {
    const { clock, heard, world, seen } = guarded()
    world.silence = { why: 'quiet-hours', until: clock.now() + 60_000 }
    for (const wrong of [OTHER, null, OTHER]) seen(wrong)
    world.silence = null
    await clock.advance(60_000)
    expect(heard.at(-1)).toBe(`told a ${OTHER}`)
  })
})
