import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '../../../../src/main/core/ports'
import { createPower, type Power } from '../../../../src/main/desktop/system/power'
import { SilentLog } from '../../../fakes/silent-log'

/** A clock whose timers stand still while the machine sleeps, as the real ones do. */
class SleepyClock implements Clock {
  private wall = Date.UTC(2026, 6, 30)
  private running = 0
  private timers: { at: number; run: () => void }[] = []
  now = (): number => this.wall
  after(ms: number, run: () => void): () => void {
    const timer = { at: this.running + ms, run }
    this.timers.push(timer)
    return () => void (this.timers = this.timers.filter((each) => each !== timer))
  }
  sleep(ms: number): void {
    this.wall += ms
  }
  async awake(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1_000) {
      this.wall += 1_000
      this.running += 1_000
      const due = this.timers.filter((each) => each.at <= this.running)
      this.timers = this.timers.filter((each) => each.at > this.running)
      for (const each of due) each.run()
      await Promise.resolve()
      await Promise.resolve()
      await Promise.resolve()
    }
  }
}

describe('power', () => {
  let clock: SleepyClock
  let system: EventEmitter & { isOnBatteryPower(): boolean }
  let told: string[]
  let power: Power
  beforeEach(() => {
    clock = new SleepyClock()
    system = Object.assign(new EventEmitter(), { isOnBatteryPower: () => true })
    told = []
    power = createPower({
      powerMonitor: system as never,
      net: { isOnline: () => false },
      closeConnections: async () => void told.push('connections closed'),
      clock,
      log: new SilentLog(),
      events: { onSuspend: () => told.push('suspend'), onResume: () => told.push('resume'), onLock: (locked) => told.push(locked ? 'lock' : 'unlock') },
    })
  })
  afterEach(() => power.dispose())

  it('closes pooled connections on waking, before anybody asks', async () => {
    system.emit('suspend')
    clock.sleep(3_600_000)
    system.emit('resume')
    await clock.awake(60_000)
    expect(told).toEqual(['suspend', 'connections closed', 'resume'])
  })

  it('is told once when the timers run before the system tells the wake', async () => {
    system.emit('suspend')
    clock.sleep(3_600_000)
    await clock.awake(10_000)
    system.emit('resume')
    await clock.awake(60_000)
    expect(told).toEqual(['suspend', 'connections closed', 'resume'])
  })

  it('is told once when the system tells everything twice, as Electron does on Linux', async () => {
    for (const event of ['suspend', 'suspend', 'resume', 'resume']) system.emit(event)
    await clock.awake(60_000)
    expect(told).toEqual(['suspend', 'connections closed', 'resume'])
  })

  it('tells two short sleeps in a row', async () => {
    for (const event of ['suspend', 'resume', 'suspend', 'resume']) {
      system.emit(event)
      await clock.awake(1_000)
    }
    expect(told.filter((each) => each === 'resume')).toHaveLength(2)
  })

  it('finds a sleep that the system never told, by the wall clock', async () => {
    clock.sleep(600_000)
    await clock.awake(60_000)
    expect(told).toEqual(['suspend', 'connections closed', 'resume'])
  })

  it('finds each of several untold sleeps', async () => {
    for (let round = 0; round < 3; round += 1) {
      clock.sleep(600_000)
      await clock.awake(30_000)
    }
    expect(told.filter((each) => each === 'resume')).toHaveLength(3)
  })

  it('goes on when a sleep was told and never came', async () => {
    system.emit('suspend')
    await clock.awake(60_000)
    expect(told).toEqual(['suspend', 'connections closed', 'resume'])
  })

  it('tells a wake of which only the end was told', async () => {
    system.emit('resume')
    await clock.awake(30_000)
    expect(told).toEqual(['suspend', 'connections closed', 'resume'])
  })

  it('takes no ordinary day and no small correction of the clock for a sleep', async () => {
    await clock.awake(300_000)
    clock.sleep(2_000)
    await clock.awake(300_000)
    clock.sleep(-4_000)
    await clock.awake(300_000)
    expect(told).toEqual([])
  })

  it.each([20_000, 60_000, 3 * 3_600_000, 400 * 86_400_000])(
    'takes a clock set back by %i ms for a sleep: what was planned by the old one would never come',
    async (by) => {
      await clock.awake(300_000)
      clock.sleep(-by)
      await clock.awake(300_000)
      expect(told).toEqual(['suspend', 'connections closed', 'resume'])
    },
  )

  it('finds a clock set back right after a wake', async () => {
    system.emit('suspend')
    clock.sleep(3_600_000)
    system.emit('resume')
    await clock.awake(1_000)
    clock.sleep(-3_600_000)
    await clock.awake(60_000)
    expect(told.filter((each) => each === 'resume')).toHaveLength(2)
  })

  it('passes on the lock of the screen, the battery and the network', () => {
    system.emit('lock-screen')
    system.emit('unlock-screen')
    expect(told).toEqual(['lock', 'unlock'])
    expect([power.onBattery(), power.isOnline()]).toEqual([true, false])
  })

  it('hears nothing after it was disposed', async () => {
    power.dispose()
    system.emit('suspend')
    clock.sleep(600_000)
    await clock.awake(60_000)
    expect(told).toEqual([])
    expect(system.eventNames()).toEqual([])
  })
})
