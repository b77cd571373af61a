// The network between app and platform goes silent, the platform's host refuses or the platform is started anew: numbers become unknown, nothing is told that is not known, and all is well again by itself.
import { expect } from 'vitest'
import { cableIn, type Cable } from '../rig/backends/cable'
import { withLinkedNumbers, type LinkedNumbers } from '../rig/linked-numbers'
import { startPlatform } from '../rig/backends/platform'
import { QUICK } from '../rig/quick'
import { inWorld, type Scene } from '../rig/test'

const NUMBERS = 8
/** A silent network is noticed after this, ms. */
const DEADLINE = 700
/** Long enough that no "cannot check" is due within a test, ms. */
const NEVER = 600_000

/** The app with all numbers connected through a cable that can be pulled. */
async function watching(scene: Scene): Promise<LinkedNumbers & { readonly cable: Cable }> {
  const platform = await startPlatform(scene.world)
  const cable = await cableIn(scene.world, platform.address)
  const timings = { ...QUICK, wakeQuiet: 0, requestDeadline: DEADLINE, cannotCheckNotice: NEVER }
  const linked = await withLinkedNumbers(scene, { count: NUMBERS, timings, platform, address: cable.address })
  await allConnected(scene)
  return { ...linked, cable }
}

async function allConnected({ world }: Pick<Scene, 'world'>): Promise<void> {
  await world.tray.waitForTray(({ icon, tooltip }) => icon === 'connected' && tooltip.includes(String(NUMBERS)))
}

inWorld('a network that goes silent makes numbers unknown, tells no drop, and is over as soon as it is back', {}, async (scene) => {
  const { world } = scene
  const { platform, cable, operator } = await watching(scene)
  cable.pull()
  await world.tray.waitForTray(({ icon, tooltip }) => icon === 'attention' && tooltip.includes(`${NUMBERS} из ${NUMBERS}`))
  await operator.sees('Это не значит, что номер отключён: приложение не может узнать.')
  await cable.mend()
  await allConnected(scene)
  await platform.waitForRequests(NUMBERS)
  expect(world.notices.notices).toEqual([])
})

inWorld('a platform whose host refuses is unknown too; a number that fell meanwhile is told once when it returns', {}, async (scene) => {
  const { world } = scene
  const { platform, cable, session } = await watching(scene)
  await cable.refuse()
  await world.tray.waitForTray(({ icon, tooltip }) => icon === 'attention' && tooltip.includes(`${NUMBERS} из ${NUMBERS}`))
  await platform.phone(session, 'go-offline')
  expect(world.notices.notices).toEqual([])
  await cable.mend()
  const notice = await world.notices.waitForNotice(() => true)
  expect(notice.summary).toBe('+7 000 000-00-01: телефон не в сети')
  await platform.waitForRequests(2 * NUMBERS)
  expect(world.notices.notices).toHaveLength(1)
})

inWorld('a platform that stops and is started again is unknown meanwhile and tells no drop; its numbers are right as soon as it answers', {}, async (scene) => {
  const { world } = scene
  const { platform, operator } = await watching(scene)
  await platform.stop()
  await world.tray.waitForTray(({ icon, tooltip }) => icon === 'attention' && tooltip.includes(`${NUMBERS} из ${NUMBERS}`))
  await operator.sees('Это не значит, что номер отключён: приложение не может узнать.')
  await platform.startAgain()
  // What it gave out before is worth nothing to the new process: the app signs in anew by itself.
  await platform.waitForRequests(1, '/auth/token')
  await allConnected(scene)
  await operator.sees('WhatsApp подключён')
  await platform.waitForRequests(NUMBERS)
  expect(world.notices.notices).toEqual([])
})
