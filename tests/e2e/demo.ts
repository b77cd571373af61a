// The main job, played on the packaged app: first run, sandbox, QR, scan, connected, window closed, drop, notice, reconnect.
// Started by `npm run demo`; leaves numbered screenshots and timeline.md in the folder it is given.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { ru } from '../../src/shared/words/i18n/ru'
import { launchApp, type RunningApp } from './rig/app'
import { operatorAt, type Operator } from './rig/operator'
import { startWorld, type World } from './rig/world'

const words = ru.window

/** Shorter than the product's, so that the demo takes half a minute; honoured for the sandbox because it is on loopback. */
const TIMINGS = { wakeQuiet: 3_000, recoveryStable: 5_000 }

interface Diary {
  /** One line of the timeline, with a picture of the window if one is given. */
  note(what: string, page?: Page): Promise<void>
  write(): void
}

function openDiary(folder: string, tell: (line: string) => void): Diary {
  const started = Date.now()
  const rows: string[] = []
  let pictures = 0
  return {
    async note(what, page) {
      const at = `${((Date.now() - started) / 1000).toFixed(1)} s`
      let picture = ''
      if (page) {
        pictures += 1
        const file = `${String(pictures).padStart(2, '0')}.png`
        await page.screenshot({ path: join(folder, file), animations: 'disabled' })
        picture = `[${file}](${file})`
      }
      tell(`${at.padStart(7)}  ${what}`)
      rows.push(`| ${at} | ${what.replaceAll('|', '\\|')} | ${picture} |`)
    },
    write() {
      writeFileSync(
        join(folder, 'timeline.md'),
        `# The main job, played on the packaged app\n\n| at | what happened | window |\n|---|---|---|\n${rows.join('\n')}\n`,
      )
    },
  }
}

/** Plays it all; rejects at the first thing that is not as it should be. `tell` gets each line as it happens. */
export async function playMainJob(folder: string, tell: (line: string) => void): Promise<void> {
  const diary = openDiary(folder, tell)
  const world = await startWorld()
  try {
    const app = await launchApp({ world, timings: TIMINGS, name: 'demo' })
    await connect(diary, world, operatorAt(await app.window()))
    await dropWithWindowClosed(diary, world, app)
    await reconnect(diary, world, operatorAt(await app.window()))
    await world.tray.clickMenu(ru.desktop.tray.quit)
    await diary.note(`The tray menu's «${ru.desktop.tray.quit}» ends the app, exit code ${await app.ended}`)
  } finally {
    diary.write()
    await world.stop()
  }
}

const oneLine = (text: string): string => text.replaceAll('\n', ' · ')

async function connect(diary: Diary, world: World, operator: Operator): Promise<void> {
  const { page } = operator
  await operator.sees(words.welcome.title)
  await diary.note('First run: the welcome screen', page)
  await operator.addSandbox()
  await diary.note('The sandbox is connected; no number yet', page)
  await operator.connectNumber()
  await diary.note('One click: a number is asked for', page)
  const code = await operator.readsQr()
  await diary.note(`The QR code is on screen and a phone can read it: \`${code.slice(0, 24)}…\``, page)
  await operator.phone('scan')
  await operator.sees(words.card.connected)
  const tray = await world.tray.waitForTray(({ icon }) => icon === 'connected')
  await diary.note(`Scanned: «${words.card.connected}»; the tray says “${oneLine(tray.tooltip)}”`, page)
}

async function dropWithWindowClosed(diary: Diary, world: World, app: RunningApp): Promise<void> {
  const operator = operatorAt(await app.window())
  // The simulator is driven from the window: a slow platform leaves time to close the window before the drop is answered.
  await operator.latency(2_000)
  await operator.phone('unlink')
  await app.closeWindow()
  await diary.note('The phone removes the linked device; the window is closed at once, the app lives on in the tray')
  const notice = await world.notices.waitForNotice(() => true, 60_000)
  const tray = await world.tray.waitForTray(({ icon }) => icon === 'disconnected')
  await diary.note(`The drop: notice “${notice.summary}” — “${oneLine(notice.body)}”; tray icon “${tray.icon}”, “${oneLine(tray.tooltip)}”`)
  const opened = app.electron.waitForEvent('window')
  world.notices.clickNotice(notice.id)
  await opened
}

async function reconnect(diary: Diary, world: World, operator: Operator): Promise<void> {
  const { page } = operator
  await operator.sees(words.cause['logged-out'].what)
  await diary.note('A click on the notice opens the window at that number', page)
  await operator.latency(0)
  const told = world.notices.notices.length
  await page.getByRole('button', { name: words.card.reconnect, exact: true }).click()
  await operator.readsQr()
  await diary.note(`«${words.card.reconnect}»: a new code`, page)
  await operator.phone('scan')
  await operator.sees(words.card.connected)
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  await diary.note('Connected again', page)
  const notice = await world.notices.waitForNotice((each) => world.notices.notices.indexOf(each) >= told, 60_000)
  await diary.note(`After a stable while, the recovery is told: “${notice.summary}” — “${oneLine(notice.body)}”`)
}
