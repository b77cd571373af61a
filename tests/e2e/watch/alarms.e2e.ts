// An alarm is repeated until a person says "I know", from the notice, the tray or the window; quiet hours and a muted number keep it silent by name.
import { expect } from 'vitest'
import { withLinkedNumbers, type LinkedNumbers } from '../rig/linked-numbers'
import { QUICK } from '../rig/quick'
import { readSettings, waitForLog } from '../rig/backends/platform-peek'
import { inWorld, type Scene } from '../rig/test'

const FIRST = '+7 000 000-00-01'
const SECOND = '+7 000 000-00-02'
const REMINDER = `${FIRST}: всё ещё не на связи`
const KNOWN = 'Понятно, занимаюсь'

/** The app with connected numbers, past the quiet time after its start; reminders come after a second. */
async function watching(scene: Scene, count = 1): Promise<LinkedNumbers> {
  const linked = await withLinkedNumbers(scene, { count, timings: { ...QUICK, wakeQuiet: 0, reminderFirst: 1_000, reminderMost: 1_000 } })
  await scene.world.tray.waitForTray(({ icon }) => icon === 'connected')
  return linked
}

/** No reminder more comes although two more were due. */
async function staysSilent({ world }: Scene, { platform }: LinkedNumbers): Promise<void> {
  const told = world.notices.notices.length
  await platform.waitForRequests(6) // at 500 ms each, three seconds and more
  expect(world.notices.notices).toHaveLength(told)
}

for (const [where, acknowledge] of [
  [
    'a click on the notice',
    async ({ world }: Scene) => {
      const last = world.notices.notices.at(-1)
      world.notices.clickNotice(last?.id ?? 0)
    },
  ],
  ['the tray', async ({ world }: Scene) => world.tray.clickMenu(/^Понятно, занимаюсь/)],
  ['the window', async (_scene: Scene, { operator }: LinkedNumbers) => operator.page.getByRole('button', { name: KNOWN }).click()],
] as const) {
  inWorld(`reminds of a number that is down until ${where} acknowledges it`, {}, async (scene) => {
    const { world } = scene
    const watch = await watching(scene)
    await watch.platform.phone(watch.sessions[0] ?? '', 'unlink')
    const drop = await world.notices.waitForNotice(() => true)
    const reminder = await world.notices.waitForNotice(({ summary }) => summary === REMINDER)
    expect(reminder.id).not.toBe(drop.id)
    await acknowledge(scene, watch)
    await watch.operator.sees(/^Принято в \d\d:\d\d/)
    await world.tray.waitForTray(({ menu, icon }) => icon === 'disconnected' && !menu.some(({ label }) => label.startsWith(KNOWN)))
    await staysSilent(scene, watch)
    expect(readSettings(world).alarms).toMatchObject([{ severity: 'critical', acknowledgedAt: expect.any(Number) }])
  })
}

inWorld('keeps quiet about a muted number and tells the other; muted numbers are in no outage', {}, async (scene) => {
  const { world } = scene
  const {
    platform,
    operator,
    sessions: [first = '', second = ''],
  } = await watching(scene, 2)
  const { page } = operator
  await page
    .getByRole('button', { name: new RegExp(FIRST.replaceAll('+', '\\+')) })
    .first()
    .click()
  await page.getByRole('button', { name: `Действия: ${FIRST}` }).click()
  await page.getByRole('menuitem', { name: 'Не уведомлять 4 часа' }).click()
  await operator.sees(/^Уведомления об этом номере выключены до/)
  for (const session of [first, second]) await platform.phone(session, 'unlink')
  const notice = await world.notices.waitForNotice(() => true)
  expect(notice.summary).toBe(`${SECOND}: WhatsApp отвязан от телефона`)
  await waitForLog(world, /"silent":"muted-number"/)
  await world.tray.waitForTray(({ tooltip }) => tooltip.includes('2 из 2'))
  expect(world.notices.notices.map(({ summary }) => summary).some((each) => each.includes(FIRST))).toBe(false)
})

inWorld('is silent in quiet hours with a red tray, and tells what is still down when they end', {}, async (scene) => {
  const { world } = scene
  const watch = await watching(scene)
  const { page } = watch.operator
  const settings = async (): Promise<void> => page.getByRole('button', { name: 'Настройки' }).click()
  await settings()
  await page.getByRole('switch', { name: /^Тихие часы/ }).click()
  // The same time twice is a whole day.
  await page.getByLabel('С', { exact: true }).fill('03:00')
  await page.getByLabel('До', { exact: true }).fill('03:00')
  await page.keyboard.press('Escape')
  await world.tray.waitForTray(({ menu }) => menu.some(({ label }) => label.startsWith('Тихие часы до')))
  await watch.platform.phone(watch.sessions[0] ?? '', 'unlink')
  await world.tray.waitForTray(({ icon }) => icon === 'disconnected')
  await waitForLog(world, /"silent":"quiet-hours"/)
  await staysSilent(scene, watch)
  expect(world.notices.notices).toEqual([])
  await settings()
  await page.getByRole('switch', { name: /^Тихие часы/ }).click()
  const told = await world.notices.waitForNotice(() => true)
  expect(told.summary).toBe(REMINDER)
})
