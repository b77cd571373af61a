// Sleep, wake, lock and network, as the system reports them. A jump of the wall clock shows a sleep that was not reported.
import type { PowerMonitor } from 'electron'
import type { Cancel, Clock, Log } from '../../core/ports'

/** What the app does about power. Each is called once per sleep, in this order. */
export interface PowerEvents {
  onSuspend(): void
  /** Pooled connections are closed already. */
  onResume(): void
  /** The screen was locked (true) or unlocked. */
  onLock?(locked: boolean): void
}

/** What the system says now. */
export interface Power {
  /** False = certainly offline; true proves nothing. */
  isOnline(): boolean
  onBattery(): boolean
  dispose(): void
}

const TICK = 10_000 // ms between two readings of the wall clock
const JUMP = 15_000 // ms more than a tick: this long the process did not run
const AWAKE_TICKS = 3 // even ticks after "suspend": the machine did not sleep, or the wake was not reported

/** Starts listening. `closeConnections` drops pooled sockets, which are dead after a sleep without anybody knowing. */
export function createPower(parts: {
  readonly powerMonitor: Pick<PowerMonitor, 'on' | 'removeListener' | 'isOnBatteryPower'>
  readonly net: { isOnline(): boolean }
  readonly closeConnections: () => Promise<void>
  readonly clock: Clock
  readonly log: Log
  readonly events: PowerEvents
}): Power {
  const { powerMonitor, clock, log, events } = parts
  let asleep = false
  let evenTicks = 0
  let wokeAt: number | null = null
  let disposed = false
  let last = clock.now()

  const suspend = (): void => {
    if (asleep) return
    asleep = true
    evenTicks = 0
    log.info('suspend')
    events.onSuspend()
  }

  const resume = async (why: string): Promise<void> => {
    if (!asleep) {
      // A wake without a sleep is either the same wake again (Electron 33 reports each one twice, and the clock may find it first), or its sleep was not reported.
      const sinceWake = wokeAt === null ? -1 : clock.now() - wokeAt
      if (sinceWake >= 0 && sinceWake < TICK) return
      suspend()
    }
    asleep = false
    wokeAt = clock.now()
    last = clock.now() // the next reading of the clock must not find this sleep again
    log.info('resume', { why })
    await parts.closeConnections().catch((error: unknown) => log.warn('pooled connections not closed', { error: String(error) }))
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may have gone to sleep again meanwhile
    if (!asleep && !disposed) events.onResume()
  }

  let cancelTick: Cancel = () => undefined
  const tick = (): void => {
    const now = clock.now()
    // A clock that was set back counts too: timers planned by the old clock would fire hours late.
    const jumped = now - last > TICK + JUMP || now < last
    last = now
    evenTicks = jumped ? 0 : evenTicks + 1
    if (jumped) void resume('wall clock jumped')
    else if (asleep && evenTicks >= AWAKE_TICKS) void resume('awake although no wake was told')
    cancelTick = clock.after(TICK, tick)
  }
  cancelTick = clock.after(TICK, tick)

  const told = { suspend, resume: () => void resume('system'), lock: () => events.onLock?.(true), unlock: () => events.onLock?.(false) }
  powerMonitor.on('suspend', told.suspend)
  powerMonitor.on('resume', told.resume)
  powerMonitor.on('lock-screen', told.lock)
  powerMonitor.on('unlock-screen', told.unlock)

  return {
    isOnline: () => parts.net.isOnline(),
    onBattery: () => powerMonitor.isOnBatteryPower(),
    dispose() {
      disposed = true
      cancelTick()
      powerMonitor.removeListener('suspend', told.suspend)
      powerMonitor.removeListener('resume', told.resume)
      powerMonitor.removeListener('lock-screen', told.lock)
      powerMonitor.removeListener('unlock-screen', told.unlock)
    },
  }
}
