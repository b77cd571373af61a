// What the operator is told and how often: one drop one notice, an outage as one, nothing that is not known to be true.
import { expect } from 'vitest'
import { withLinkedNumbers, type LinkedNumbers } from '../rig/linked-numbers'
import { readLog, waitForLog } from '../rig/backends/platform-peek'
import { QUICK } from '../rig/quick'
import { inWorld, type Scene } from '../rig/test'

const FIRST = '+7 000 000-00-01'
const UNAVAILABLE = 'Система не показывает уведомления. Следите за этим окном или значком в трее.'
const UNSTABLE = `${FIRST}: связь то есть, то нет`
const DROPPED = `${FIRST}: телефон не в сети`

/** The app with connected numbers, past the quiet time after its start. */
async function watching(scene: Scene, count = 1): Promise<LinkedNumbers> {
  const linked = await withLinkedNumbers(scene, { count, timings: { ...QUICK, wakeQuiet: 0 } })
  await scene.world.tray.waitForTray(({ icon }) => icon === 'connected')
  return linked
}

inWorld('says in the window that the system shows no notices, until it does', { notices: 'absent' }, async (scene) => {
  const { world } = scene
  const { platform, operator, session } = await watching(scene)
  expect(await operator.page.getByText(UNAVAILABLE).count()).toBe(0)
  await platform.phone(session, 'unlink')
  await operator.sees(UNAVAILABLE)
  await world.tray.waitForTray(({ icon }) => icon === 'disconnected')
  await world.notices.appear()
  await operator.page.getByText(UNAVAILABLE).waitFor({ state: 'hidden' })
  await operator.page.getByRole('button', { name: 'Настройки' }).click()
  await operator.page.getByRole('button', { name: 'Пробное уведомление' }).click()
  await world.notices.waitForNotice(({ summary }) => summary === 'Пробное уведомление')
})

inWorld('tells one drop once, however the platform flaps around it, and the recovery with its length when it is stable', {}, async (scene) => {
  const { world } = scene
  const { platform, operator, session } = await watching(scene)
  // The drop happens while the platform cannot be asked: nothing is known until it answers.
  await platform.faults('server-error')
  await world.tray.waitForTray(({ icon }) => icon === 'attention')
  await platform.phone(session, 'go-offline')
  await platform.waitForRequests(1)
  expect(world.notices.notices).toEqual([])
  await platform.faults('none')
  const notice = await world.notices.waitForNotice(() => true)
  expect(notice.summary).toBe(DROPPED)
  expect(notice.body).toMatch(/Не на связи с \d\d:\d\d\.\nОткройте WhatsApp на телефоне/)
  for (const mode of ['html', 'cut', 'malformed'] as const) {
    await platform.faults(mode)
    // The drop stays in sight.
    const unchecked = await world.tray.waitForTray(({ tooltip }) => tooltip.includes('сейчас не проверить'))
    expect(unchecked.icon).toBe('disconnected')
    await platform.faults('none')
    await world.tray.waitForTray(({ icon, tooltip }) => icon === 'disconnected' && !tooltip.includes('сейчас не проверить'))
  }
  expect(world.notices.notices).toHaveLength(1)

  const backAt = Date.now()
  await platform.phone(session, 'come-online')
  await operator.sees('WhatsApp подключён')
  const recovery = await world.notices.waitForNotice(({ id }) => id !== notice.id)
  expect(recovery.summary).toBe(`${FIRST}: WhatsApp снова подключён`)
  expect(recovery.body).toMatch(/^Перерыв длился (меньше минуты|1 минуту)\.$/)
  expect(recovery.at - backAt).toBeGreaterThanOrEqual(QUICK.recoveryStable ?? 0)
  expect(world.notices.notices).toHaveLength(2)
})

inWorld('says once that a number comes and goes, flags it in window and tray, and keeps its further drops to itself', {}, async (scene) => {
  const { world } = scene
  const { platform, operator, session } = await watching(scene)
  for (const back of ['connected', 'attention']) {
    await platform.phone(session, 'go-offline')
    await world.tray.waitForTray(({ icon }) => icon === 'disconnected')
    await platform.phone(session, 'come-online')
    await world.tray.waitForTray(({ icon }) => icon === back)
  }
  const notice = await world.notices.waitForNotice(({ summary }) => summary === UNSTABLE)
  expect(notice.body).toContain('Проверьте интернет на телефоне.')
  await operator.sees('Связь нестабильна: за 10 минут статус менялся несколько раз. Проверьте интернет на телефоне.')
  await world.tray.waitForTray(({ menu }) => menu.some(({ label }) => label === `${FIRST}: подключён, но связь нестабильна`))
  const told = world.notices.notices.length
  const log = readLog(world).length
  await platform.phone(session, 'go-offline')
  await waitForLog(world, /"silent":"unstable"/, log)
  await world.tray.waitForTray(({ icon }) => icon === 'disconnected')
  await platform.phone(session, 'come-online')
  await operator.sees('WhatsApp подключён')
  await platform.waitForRequests(4) // past the time after which a recovery would be told
  expect(world.notices.notices).toHaveLength(told)
  expect(world.notices.notices.filter(({ summary }) => summary === UNSTABLE)).toHaveLength(1)
})

inWorld('tells numbers that drop together as one outage, and their return as one', {}, async (scene) => {
  const { world } = scene
  const { platform, sessions } = await watching(scene, 3)
  for (const session of sessions) await platform.phone(session, 'go-offline')
  const outage = await world.notices.waitForNotice(() => true)
  expect(outage.summary).toBe('WPP Platform: отключились 3 номера')
  expect(outage.body.split('. Не на связи с')[0]?.split(', ').sort()).toEqual([FIRST, '+7 000 000-00-02', '+7 000 000-00-03'])
  expect(outage.body).toContain('похоже, дело в сервере')
  for (const session of sessions) await platform.phone(session, 'come-online')
  const recovery = await world.notices.waitForNotice(({ id }) => id !== outage.id)
  expect(recovery.summary).toBe('WPP Platform: снова подключены 3 номера')
  expect(world.notices.notices).toHaveLength(2)
})

inWorld('says nothing when the operator disconnects the number', {}, async (scene) => {
  const { world } = scene
  const {
    platform,
    operator: { page },
  } = await watching(scene)
  await page.getByRole('button', { name: 'Отключить', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Отключить' }).click()
  await world.tray.waitForTray(({ menu }) => menu.some((each) => each.label === `${FIRST}: отключён вами`))
  await platform.waitForRequests(3)
  expect(world.notices.notices).toEqual([])
})

inWorld('calls a platform that fails unknown, never a drop, says once that it cannot check, and takes that back', {}, async (scene) => {
  const { world } = scene
  const { platform, operator } = await watching(scene, 2)
  await platform.faults('server-error')
  const tray = await world.tray.waitForTray(({ icon, tooltip }) => icon === 'attention' && tooltip.includes('2 из 2'))
  expect(tray.menu.map((each) => each.label)).toContain(`${FIRST}: не удаётся проверить`)
  await operator.sees('Это не значит, что номер отключён: приложение не может узнать.')
  const notice = await world.notices.waitForNotice(() => true)
  expect(notice.summary).toBe('WPP Platform: не удаётся проверить 2 номера')
  expect(notice.body).toMatch(/^На сервере ошибка\. Проверить не получается с \d\d:\d\d; сам WhatsApp может работать\./)
  await platform.waitForRequests(4)
  expect(world.notices.notices).toHaveLength(1)
  await platform.faults('none')
  await operator.sees('WhatsApp подключён')
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  await world.notices.waitForClosed(notice.id)
  expect(world.notices.notices).toHaveLength(1)
})
