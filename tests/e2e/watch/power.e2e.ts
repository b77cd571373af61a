// Sleep and wake, as logind tells them: nothing is asked asleep, everything soon after, and alarms wait until the machine has settled.
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { RunningApp } from '../rig/app'
import { withLinkedNumbers } from '../rig/linked-numbers'
import { operatorAt } from '../rig/operator'
import { startPlatform } from '../rig/backends/platform'
import { waitForLog } from '../rig/backends/platform-peek'
import { QUICK } from '../rig/quick'
import { inWorld } from '../rig/test'
import type { World } from '../rig/world'

const FIRST = '+7 000 000-00-01'
const TIMINGS = { ...QUICK, watchVisible: 300, watchHidden: 300, wakeAskMin: 1_200, wakeAskMax: 1_500, wakeQuiet: 4_000 }

/** Chromium lets go of the window's inspector when the machine sleeps: from then on the tray tells, and quits. */
async function quit(world: World, app: RunningApp): Promise<void> {
  await world.tray.clickMenu('Выйти')
  expect(await app.ended).toBe(0)
}

inWorld('asks nothing asleep, and asks again a moment after waking', {}, async ({ world, launch }) => {
  const platform = await startPlatform(world)
  const number = await platform.issueLinked()
  const app = await launch({ timings: TIMINGS })
  const operator = operatorAt(await app.window())
  await operator.addsPlatform(platform.address, number)
  await operator.sees('WhatsApp подключён')
  await platform.waitForRequests(2)

  world.login1.suspend()
  await waitForLog(world, /suspend/)
  const before = platform.asked.length
  await pause(5 * TIMINGS.watchVisible) // not a wait for something: the time in which nothing may happen
  expect(platform.asked.slice(before)).toEqual([])

  const wokenAt = Date.now()
  world.login1.resume()
  await platform.waitForRequests(1)
  const askedAfter = Date.now() - wokenAt
  expect(askedAfter).toBeGreaterThanOrEqual(TIMINGS.wakeAskMin - 20)
  await platform.waitForRequests(2)
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  expect(world.notices.notices).toEqual([])
  await quit(world, app)
})

inWorld('holds the alarm of a drop that happened asleep until the machine has settled, then tells it once', {}, async ({ world, launch }) => {
  const platform = await startPlatform(world)
  const number = await platform.issueLinked()
  const app = await launch({ timings: TIMINGS })
  await operatorAt(await app.window()).addsPlatform(platform.address, number)
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  await app.closeWindow()

  world.login1.suspend()
  await waitForLog(world, /suspend/)
  await platform.phone(number.session, 'unlink')
  const wokenAt = Date.now()
  world.login1.resume()
  // The tray tells what is; only the alarm waits.
  await world.tray.waitForTray(({ icon }) => icon === 'disconnected')
  expect(world.notices.notices).toEqual([])
  const notice = await world.notices.waitForNotice(() => true)
  expect(notice.summary).toBe(`${FIRST}: WhatsApp отвязан от телефона`)
  expect(notice.at - wokenAt).toBeGreaterThanOrEqual(TIMINGS.wakeQuiet - 20)
  await platform.waitForRequests(4)
  expect(world.notices.notices).toHaveLength(1)
  await quit(world, app)
})

inWorld('keeps quiet about a number that was down only while the machine slept', {}, async ({ world, launch }) => {
  const platform = await startPlatform(world)
  const number = await platform.issueLinked()
  const app = await launch({ timings: { ...TIMINGS, wakeQuiet: 2_500 } })
  await operatorAt(await app.window()).addsPlatform(platform.address, number)
  await world.tray.waitForTray(({ icon }) => icon === 'connected')

  world.login1.suspend()
  await waitForLog(world, /suspend/)
  await platform.phone(number.session, 'go-offline')
  world.login1.resume()
  await world.tray.waitForTray(({ icon }) => icon === 'disconnected')
  await platform.phone(number.session, 'come-online')
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  await waitForLog(world, /recovered-meanwhile/)
  expect(world.notices.notices).toEqual([])
  await quit(world, app)
})

inWorld('a sleep between the two answers that make a drop: what is back when it wakes is not told, what is still down once', {}, async (scene) => {
  const { world } = scene
  const { app, platform, sessions } = await withLinkedNumbers(scene, { count: 2, timings: { ...TIMINGS, confirmDrop: 6_000, wakeQuiet: 1_000 } })
  const [first = '', second = ''] = sessions
  await world.tray.waitForTray(({ icon, tooltip }) => icon === 'connected' && tooltip.includes('2'))
  await app.closeWindow()

  for (const session of sessions) await platform.phone(session, 'go-offline')
  // The first answer is there: neither is believed any more, neither is called down.
  await world.tray.waitForTray(({ menu }) => menu.filter(({ label }) => label.endsWith('давно не подтверждался')).length === 2)
  world.login1.suspend()
  await waitForLog(world, /suspend/)
  await platform.phone(first, 'come-online')
  world.login1.resume()
  await world.tray.waitForTray(({ menu }) => menu.some(({ label }) => label === `${FIRST}: подключён`))
  const notice = await world.notices.waitForNotice(() => true)
  expect(notice.summary).toBe('+7 000 000-00-02: телефон не в сети')
  await platform.phone(second, 'come-online')
  await world.notices.waitForNotice(({ summary }) => summary === '+7 000 000-00-02: WhatsApp снова подключён')
  expect(world.notices.notices).toHaveLength(2)
  await quit(world, app)
})
