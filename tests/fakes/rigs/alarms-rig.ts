// The alarms with a fake clock and simulated surroundings, and everything they told.
import { createAlarms, type AlarmChange, type AlarmsOptions } from '../../../src/main/core/alarms/alarms'
import type { Silence } from '../../../src/main/core/notices/notice'
import type { Happening } from '../../../src/main/core/session/session-state'
import type { Cause } from '../../../src/shared/model/session'
import type { AlarmRecord } from '../../../src/shared/model/settings'
import { TIMINGS } from '../../../src/shared/timings'
import { FakeClock } from '../fake-clock'

/** Alarms with simulated surroundings; the quiet time after the start is over. */
export async function alarmsRig(saved: readonly AlarmRecord[] = []) {
  const clock = new FakeClock()
  const reminded: { at: number; keys: string[] }[] = []
  const quiet: Silence[] = []
  const changes: AlarmChange[] = []
  let kept: readonly AlarmRecord[] = saved
  const world: { reminders: boolean; linking: boolean; silence: ReturnType<AlarmsOptions['silence']> } = { reminders: true, linking: false, silence: null }
  const start = clock.now()
  const alarms = createAlarms({
    clock,
    saved,
    timingsFor: () => TIMINGS,
    reminders: () => world.reminders,
    isBeingLinked: () => world.linking,
    silence: () => world.silence,
    remind: (about) => void reminded.push({ at: clock.now() - start, keys: about.map(({ key }) => key) }),
    keptQuiet: (why) => void quiet.push(why),
    onRecords: (records) => void (kept = records),
  })
  alarms.onChange((change) => void changes.push(change))
  const drop = (key: string, cause: Cause = 'logged-out'): Happening => {
    const happening: Happening = {
      type: 'dropped',
      key,
      connectionId: 'c1',
      at: clock.now(),
      cause,
      since: clock.now(),
      lastConnectedAt: null,
      mayBeServer: false,
    }
    alarms.happened(happening)
    return happening
  }
  return { clock, alarms, world, reminded, quiet, changes, drop, kept: () => kept }
}
