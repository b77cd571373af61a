// What the app does by itself for a number whose server lost the session, and when it keeps its hands off.
import { ru } from '../../../src/shared/words/i18n/ru'
import { expect } from 'vitest'
import { withLinkedNumbers, type LinkedNumbers } from '../rig/linked-numbers'
import { operatorAt } from '../rig/operator'
import { tapIn } from '../rig/backends/backends'
import { startPlatform } from '../rig/backends/platform'
import { waitForLog } from '../rig/backends/platform-peek'
import { QUICK } from '../rig/quick'
import { inWorld, type Scene } from '../rig/test'

/** The app with one connected number, whose healing is as many times as quick. */
async function watching(scene: Scene, healingPace: number): Promise<LinkedNumbers> {
  const linked = await withLinkedNumbers(scene, { timings: { ...QUICK, wakeQuiet: 0, healingPace } })
  await scene.world.tray.waitForTray(({ icon }) => icon === 'connected')
  return linked
}

inWorld('starts a session that the server lost, tells of the drop and of the recovery, and shows what it did', {}, async (scene) => {
  const { platform, operator, session } = await watching(scene, 0.1)
  await platform.phone(session, 'lose-session')
  await operator.sees('Сервер дважды ответил, что номер не подключён, а причину не назвал.')
  await operator.sees(/^Приложение само запустит номер через/)
  await operator.sees('Номер вернулся: приложение запустило его само.')
  await operator.sees('WhatsApp подключён')
  await operator.page.getByText('2 записи').click()
  await operator.sees(/номер снова на связи/)
  const back = await scene.world.notices.waitForNotice(({ body }) => body.startsWith('Перерыв длился'))
  expect(scene.world.notices.notices).toHaveLength(2)
  expect(back.summary).toBe('+7 000 000-00-01: WhatsApp снова подключён')
  await waitForLog(scene.world, /healing .*"what":"back"/)
})

inWorld('pops up and sounds once for one drop: that its own start met a code is written into the same notice', {}, async (scene) => {
  const { world } = scene
  const platform = await startPlatform(world)
  const tap = await tapIn(world, platform.address)
  const { operator, session } = await withLinkedNumbers(scene, { platform, address: tap.address, timings: { ...QUICK, wakeQuiet: 0, healingPace: 0.1 } })
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  let started = false
  tap.answer = (path, response) => {
    started ||= path.endsWith('/start')
    const sent = path.endsWith('/status') ? { status: 'qr' } : path.endsWith('/qr') ? { qr: `2@${'Ab3d'.repeat(20)},key=,id=,adv=` } : null
    if (!started || sent === null) return false
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(sent))
    return true
  }
  await platform.phone(session, 'lose-session')
  const first = await world.notices.waitForNotice(() => true)
  expect(first).toMatchObject({ summary: '+7 000 000-00-01: WhatsApp отключён', hints: { 'sound-name': 'dialog-warning' } })
  const second = await world.notices.waitForNotice((each) => each !== first)
  expect(second).toMatchObject({ id: first.id, summary: '+7 000 000-00-01: WhatsApp отвязан от телефона', urgency: 2, hints: { 'suppress-sound': true } })
  expect(second.hints).not.toHaveProperty('sound-name')
  await operator.sees(ru.window.cause['logged-out'].what)
  const before = tap.asked.length
  await tap.until('three more requests', () => (tap.asked.length >= before + 3 ? true : undefined))
  expect([world.notices.notices.length, world.notices.closed.size]).toEqual([2, 0])
})

inWorld('leaves the number to the operator who says so', {}, async (scene) => {
  const { platform, operator, session } = await watching(scene, 0.1)
  await platform.phone(session, 'lose-session')
  await operator.sees(/^Приложение само запустит номер через/)
  await operator.page.getByRole('button', { name: ru.healing.stop }).click()
  await operator.sees('Приложение больше не пробует: номером занимаетесь вы.')
  // Twice the pause after which it would have started.
  await platform.waitForRequests(10)
  await operator.sees('WhatsApp отключён')
})

inWorld('walks the operator through the reasons why a phone does not connect', {}, async ({ launch }) => {
  const app = await launch({ timings: QUICK })
  const operator = operatorAt(await app.window())
  await operator.addSandbox()
  await operator.asksForCode()
  await operator.page.getByRole('button', { name: 'Не получается подключить?' }).click()
  const dialog = operator.page.getByRole('dialog', { name: 'Почему не подключается' })
  // While a code is on show the likeliest is that it died.
  await dialog.getByText(/^Код устарел/).waitFor()
  await dialog.getByText(/Сейчас нельзя связать новые устройства/).click()
  await dialog.getByText(/Каждая новая попытка продлевает запрет/).waitFor()
  expect(await dialog.getByText(/^Код устарел/).isVisible()).toBe(false)
  await operator.page.keyboard.press('Escape')
  expect(await dialog.count()).toBe(0)
})
