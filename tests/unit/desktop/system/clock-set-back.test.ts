// The app opened at login with a wall clock that is hours ahead; then the time server corrects it.
import { EventEmitter } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { createPower, type Power } from '../../../../src/main/desktop/system/power'
import { SilentLog } from '../../../fakes/silent-log'
import { FakeClock } from '../../../fakes/fake-clock'
import { numberRecord } from '../../../fakes/views'
import { watchRig } from '../../../fakes/rigs/watch-rig'

const HOUR = 3_600_000

describe('a wall clock set back under a watched number', () => {
  let power: Power | null = null
  afterEach(() => power?.dispose())

  it.each([60_000, HOUR, 3 * HOUR])('of %i ms: the number is asked on at its pace, and nothing on show lies in the future', async (by) => {
    const clock = new FakeClock()
    const { watcher, gateway, view, records } = watchRig({ clock })
    power = createPower({
      powerMonitor: Object.assign(new EventEmitter(), { isOnBatteryPower: () => false }) as never,
      net: { isOnline: () => true },
      closeConnections: async () => undefined,
      clock,
      log: new SilentLog(),
      events: { onSuspend: () => watcher.suspend(), onResume: () => watcher.resume() },
    })
    watcher.add(numberRecord('42'))
    await clock.advance(120_000)
    clock.setWall(-by)
    await clock.advance(15_000)
    const asked = gateway.count('read 42')
    const saved = records.length
    await clock.advance(10 * 60_000)
    expect(gateway.count('read 42') - asked).toBeGreaterThanOrEqual(10)
    expect(view('42')).toMatchObject({ phase: 'connected', stale: false })
    expect(view('42').since).toBeLessThanOrEqual(clock.now())
    expect(records.length).toBeGreaterThan(saved)
    // When it can no longer be asked, what is on show is called old in time.
    gateway.latency = HOUR
    gateway.deaf = true
    await clock.advance(4 * 60_000)
    expect([view('42').phase, view('42').stale]).not.toEqual(['connected', false])
  })
})
