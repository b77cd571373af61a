// When the tray is drawn, and what happens while the desktop shows none.
import { describe, expect, it } from 'vitest'
import { createTrayUpdates } from '../../../../../src/main/core/view/tray/tray-updates'
import { FakeClock } from '../../../../fakes/fake-clock'
import { sessionView } from '../../../../fakes/views'

const NOTHING = { set: {}, upsert: [], remove: [] }

function rig() {
  const clock = new FakeClock()
  const world = { draws: 0, quietUntil: null as number | null, tray: 'absent' as 'absent' | 'present', minimised: 0 }
  const updates = createTrayUpdates({
    clock,
    draw: () => void (world.draws += 1),
    quietUntil: () => world.quietUntil,
    tray: () => world.tray,
    showMinimised: () => void (world.minimised += 1),
  })
  return { clock, world, updates }
}

describe('the tray is drawn', () => {
  it('once for hundreds of changes within 150 ms, and again for the next', async () => {
    const { clock, world, updates } = rig()
    for (let each = 0; each < 500; each += 1) updates.patched({ ...NOTHING, upsert: [sessionView('a')] })
    await clock.advance(149)
    expect(world.draws).toBe(0)
    await clock.advance(1)
    expect(world.draws).toBe(1)
    updates.patched({ ...NOTHING, remove: ['a'] })
    await clock.advance(150)
    expect(world.draws).toBe(2)
  })

  it.each([
    ['connections', { connections: [] }, 1],
    ['the language', { language: 'ru' }, 1],
    ['alarms', { alarms: [] }, 1],
    ['what it does not show', { focus: null, online: true }, 0],
  ] as const)('or not, after a change of %s', async (_what, set, draws) => {
    const { clock, world, updates } = rig()
    updates.patched({ ...NOTHING, set })
    await clock.advance(1_000)
    expect(world.draws).toBe(draws)
  })

  it('when quiet hours begin and when they end', async () => {
    const { clock, world } = rig()
    await clock.advance(20_000)
    expect(world.draws).toBe(0)
    world.quietUntil = clock.now() + 30_000
    await clock.advance(20_000)
    expect(world.draws).toBe(1)
    world.quietUntil = null
    await clock.advance(20_000)
    expect(world.draws).toBe(2)
  })
})

describe('a tray that goes', () => {
  it.each([
    ['stays away: the window opens minimised', 'absent', 1],
    ['is back within five seconds: nothing opens', 'present', 0],
  ] as const)('and %s', async (_what, later, minimised) => {
    const { clock, world, updates } = rig()
    updates.away()
    await clock.advance(4_999)
    expect(world.minimised).toBe(0)
    world.tray = later
    updates.away()
    await clock.advance(5_000)
    expect(world.minimised).toBe(minimised)
  })

  it('leaves no timer behind', () => {
    const { clock, updates } = rig()
    updates.away()
    updates.dispose()
    expect(clock.pending).toBe(0)
  })
})
