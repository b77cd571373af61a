// The tray in every state a desktop can have it, and its menu, clicked as the desktop does it over D-Bus.
import { spawn } from 'node:child_process'
import { ru } from '../../../src/shared/words/i18n/ru'
import { expect } from 'vitest'
import { PACKAGED_APP } from '../rig/app'
import { withLinkedNumbers } from '../rig/linked-numbers'
import { operatorAt } from '../rig/operator'
import { startPlatform } from '../rig/backends/platform'
import { readSettings, waitForLog } from '../rig/backends/platform-peek'
import { QUICK } from '../rig/quick'
import { inWorld } from '../rig/test'
import type { TrayState } from '../rig/desktop/tray'

const FIRST = '+7 000 000-00-01'
const SECOND = '+7 000 000-00-02'
const NO_TRAY = 'В этой системе нет трея: закрытое окно сворачивается, а не прячется. Слежение не прерывается.'

const labels = ({ menu }: TrayState): string[] => menu.map((each) => each.label)

inWorld('minimises where no tray is, says so once, and goes on watching', { tray: 'absent' }, async (scene) => {
  const { world, launch } = scene
  const { app, platform, session } = await withLinkedNumbers(scene)
  const page = await app.window()
  const minimised = await world.display.watchMinimised()
  await world.display.closeWindows()
  await minimised.waitFor(1)
  await operatorAt(page).sees(NO_TRAY)
  await page.getByRole('button', { name: 'Понятно' }).click()
  await page.getByText(NO_TRAY).waitFor({ state: 'hidden' })
  await world.display.closeWindows()
  await minimised.waitFor(2)
  await platform.phone(session, 'unlink')
  await world.notices.waitForNotice(({ summary }) => summary === `${FIRST}: WhatsApp отвязан от телефона`)
  expect(await page.getByText(NO_TRAY).count()).toBe(0)
  expect(app.electron.windows()).toEqual([page])
  await app.stop()

  const again = await launch({ timings: QUICK })
  const later = await again.window()
  await operatorAt(later).sees('Номер отвязан')
  await world.display.closeWindows()
  await minimised.waitFor(3)
  await platform.waitForRequests(2)
  expect(await later.getByText(NO_TRAY).count()).toBe(0)
})

inWorld('shows the right state in a tray that comes late, and closes to it from then on', { tray: 'absent' }, async (scene) => {
  const { world } = scene
  const { app } = await withLinkedNumbers(scene)
  await world.tray.appear()
  const tray = await world.tray.waitForTray(({ icon }) => icon === 'connected')
  expect(tray.tooltip).toContain(`${FIRST}: подключён`)
  await app.closeWindow()
  const opened = app.electron.waitForEvent('window')
  await world.tray.clickMenu('Открыть WPP Companion')
  await operatorAt(await opened).sees('WhatsApp подключён')
})

inWorld('is back with the right state and a working menu after the tray was restarted', {}, async (scene) => {
  const { world } = scene
  const { app, platform, session } = await withLinkedNumbers(scene)
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  await app.closeWindow()
  await world.tray.vanish()
  await waitForLog(world, /tray host \{"tray":"absent"\}/)
  await platform.phone(session, 'unlink')
  await world.notices.waitForNotice(({ summary }) => summary.includes('отвязан'))
  await world.tray.appear()
  const tray = await world.tray.waitForTray(({ icon }) => icon === 'disconnected')
  expect(labels(tray).find((each) => each.startsWith(FIRST))).toMatch(/отвязан от телефона с \d\d:\d\d/)
  const opened = app.electron.waitForEvent('window')
  await world.tray.clickMenu(new RegExp(`^${FIRST.replace('+', '\\+')}: `))
  await operatorAt(await opened).sees('Номер отвязан')
})

inWorld('knows that a watcher without a host shows nothing, and minimises', { tray: 'no-host' }, async ({ world, launch }) => {
  const app = await launch()
  const page = await app.window()
  await operatorAt(page).sees('WPP Companion')
  const minimised = await world.display.watchMinimised()
  await world.display.closeWindows()
  await minimised.waitFor(1)
  await operatorAt(page).sees(NO_TRAY)
  expect(await world.tray.read()).toBeNull()
})

inWorld('draws the right icon where the desktop takes files, not pixels (GNOME)', { desktop: 'GNOME' }, async (scene) => {
  const { world } = scene
  const { platform, session } = await withLinkedNumbers(scene)
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  await platform.faults('server-error')
  await world.tray.waitForTray(({ icon }) => icon === 'attention')
  await platform.faults('none')
  await platform.phone(session, 'unlink')
  await world.tray.waitForTray(({ icon }) => icon === 'disconnected')
})

inWorld('opens from its menu the window, the way to a new number, and the number that was clicked', {}, async (scene) => {
  const { world } = scene
  const { app } = await withLinkedNumbers(scene, { count: 2 })
  await world.tray.waitForTray((tray) => labels(tray).includes(`${FIRST}: подключён`) && labels(tray).includes(`${SECOND}: подключён`))
  const opens = async (line: string): Promise<ReturnType<typeof operatorAt>> => {
    await app.closeWindow()
    const opened = app.electron.waitForEvent('window')
    await world.tray.clickMenu(line)
    return operatorAt(await opened)
  }
  await (await opens(`${SECOND}: подключён`)).page.getByRole('heading', { name: SECOND }).waitFor()
  await (await opens(`${FIRST}: подключён`)).page.getByRole('heading', { name: FIRST }).waitFor()
  await (await opens('Подключить WhatsApp')).sees('Подключить номер')
  await (await opens('Открыть WPP Companion')).sees('WhatsApp подключён')
})

inWorld('leads from the menu to the choice of a connection when there are several', {}, async (scene) => {
  const { world, launch } = scene
  const platform = await startPlatform(world)
  const app = await launch({ timings: QUICK })
  const operator = operatorAt(await app.window())
  await operator.addSandbox()
  await operator.addsPlatform(platform.address, await platform.issueLinked())
  await operator.sees('WhatsApp подключён')
  await app.closeWindow()
  const opened = app.electron.waitForEvent('window')
  await world.tray.clickMenu('Подключить WhatsApp')
  await operatorAt(await opened).sees('Новое подключение')
})

inWorld('keeps notices back while they are muted from the menu, and tells again when they are not', {}, async (scene) => {
  const { world } = scene
  const { platform, session } = await withLinkedNumbers(scene)
  const unmuted = (tray: TrayState): boolean => labels(tray).includes('Не беспокоить')
  for (const [line, hours] of [
    ['8 часов', 8],
    ['4 часа', 4],
    ['1 час', 1],
  ] as const) {
    const now = Date.now()
    await world.tray.clickMenu('Не беспокоить', line)
    const tray = await world.tray.waitForTray((each) => labels(each).includes('Включить уведомления'))
    expect(unmuted(tray)).toBe(false)
    expect(labels(tray).some((each) => /^Уведомления выключены до .*\d\d:\d\d$/.test(each))).toBe(true)
    const until = readSettings(world).mutedUntil ?? 0
    const mutedAt = until - hours * 3_600_000
    expect(mutedAt).toBeGreaterThanOrEqual(now)
    expect(mutedAt).toBeLessThanOrEqual(Date.now())
    if (hours === 1) break
    await world.tray.clickMenu('Включить уведомления')
    await world.tray.waitForTray(unmuted)
  }
  await platform.phone(session, 'go-offline')
  await waitForLog(world, /"silent":"muted"/)
  expect((await world.tray.waitForTray(({ icon }) => icon === 'disconnected')).tooltip).toContain('телефон не в сети')
  await platform.phone(session, 'come-online')
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  await world.tray.clickMenu('Включить уведомления')
  await world.tray.waitForTray(unmuted)
  expect(world.notices.notices).toEqual([])
  await platform.phone(session, 'unlink')
  const notice = await world.notices.waitForNotice(() => true)
  expect(notice.summary).toBe(`${FIRST}: WhatsApp отвязан от телефона`)
})

inWorld('starts hidden with the tray only, and a second start brings the window', {}, async ({ world, launch }) => {
  const app = await launch({ args: ['--hidden'] })
  await world.tray.waitForTray(({ icon, tooltip }) => icon === 'empty' && tooltip.includes(ru.desktop.summary.empty))
  expect(app.electron.windows()).toEqual([])
  const opened = app.electron.waitForEvent('window')
  const second = spawn(PACKAGED_APP, ['--no-sandbox', '--disable-gpu'], { env: world.env, stdio: 'ignore' })
  const ended = new Promise<number | null>((resolve) => second.once('exit', resolve))
  await operatorAt(await opened).sees('Подключите WhatsApp и следите за ним')
  expect(await ended).toBe(0)
  expect(app.electron.windows()).toHaveLength(1)
})
