// The history of a number on the real app: what happened is on disk at once, survives a kill, and can be taken along.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { withLinkedNumbers } from '../rig/linked-numbers'
import { operatorAt, type Operator } from '../rig/operator'
import { QUICK } from '../rig/quick'
import { inWorld } from '../rig/test'

const EVENTS = /^\d+ событи/

/** Statuses of the events, newest first, once as many are there. */
async function eventsOf({ page }: Operator, count: number): Promise<string[]> {
  const section = page.getByRole('region', { name: 'История' })
  await section.getByText(new RegExp(`^${count} событи`)).waitFor()
  await section.getByText(EVENTS).click()
  return section.getByRole('listitem').locator('div > span:first-child').allTextContents()
}

inWorld('keeps what happened through kill -9, and goes on writing', {}, async (scene) => {
  const { app, platform, operator, session } = await withLinkedNumbers(scene)
  await platform.phone(session, 'unlink')
  await operator.sees('Номер отвязан')
  // Shown from the database: what the window shows is on disk.
  const before = await eventsOf(operator, 3)
  expect(before).toEqual(['Отключено', 'Подключено', 'Ожидание QR-кода...'])
  app.electron.process().kill('SIGKILL')
  await app.ended
  expect(existsSync(join(scene.world.profile, 'history.db.lock'))).toBe(true)

  const again = operatorAt(await (await scene.launch({ timings: QUICK })).window())
  await again.sees('Номер отвязан')
  expect(await eventsOf(again, 3)).toEqual(before)
  await again.page.getByRole('button', { name: 'Подключить снова' }).click()
  await again.sees('Отсканируйте QR-код')
  await again.page
    .getByRole('region', { name: 'История' })
    .getByText(/^5 событий/)
    .waitFor()
  expect(await again.page.getByText(/Файл истории был повреждён|История не записывается/).count()).toBe(0)
})

inWorld('saves a table and a page among the downloads', {}, async (scene) => {
  const { platform, operator, session } = await withLinkedNumbers(scene)
  await platform.phone(session, 'unlink')
  await operator.sees('Номер отвязан')
  const section = operator.page.getByRole('region', { name: 'История' })
  await section.getByText(/^· 1 отключение/).waitFor()
  for (const [button, ending, content] of [
    ['Таблица (CSV)', /\.csv$/, /Номер отвязан/],
    ['Отчёт для печати', /\.html$/, /Доступность номеров WhatsApp/],
    ['Таблица (CSV)', / \(2\)\.csv$/, /Номер отвязан/],
  ] as const) {
    await section.getByRole('button', { name: button }).click()
    const told = await section.getByRole('status').getByText(ending).textContent()
    const path = told?.replace(/^Сохранено: /, '') ?? ''
    expect(path.startsWith(scene.world.home)).toBe(true)
    expect(readFileSync(path, 'utf8')).toMatch(content)
  }
})

inWorld('sets a damaged history aside, says so, and watches on', {}, async (scene) => {
  const { app } = await withLinkedNumbers(scene)
  await app.stop()
  const path = join(scene.world.profile, 'history.db')
  writeFileSync(path, 'no database any more '.repeat(500))
  const operator = operatorAt(await (await scene.launch({ timings: QUICK })).window())
  await operator.sees(/^Файл истории был повреждён/)
  await operator.sees('WhatsApp подключён')
  expect(readdirSync(scene.world.profile).filter((each) => /^history\.damaged-.*\.db$/.test(each))).toHaveLength(1)
  expect(await eventsOf(operator, 1)).toEqual(['Подключено'])
})
