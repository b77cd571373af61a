// One click makes a .zip that tells support what happened, and tells nobody who the phones belong to.
import { readFileSync, writeFileSync, appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { tapIn } from '../rig/backends/backends'
import { operatorAt } from '../rig/operator'
import { startPlatform } from '../rig/backends/platform'
import { QUICK } from '../rig/quick'
import { search } from '../rig/secret-search'
import { inWorld } from '../rig/test'

inWorld('collects log, versions, settings and history in one zip; secrets and phones are not in it', {}, async ({ world, launch }) => {
  const platform = await startPlatform(world)
  const tap = await tapIn(world, platform.address)
  const number = await platform.issueLinked()
  const first = await launch({ timings: QUICK })
  const started = operatorAt(await first.window())
  await started.addsPlatform(tap.address, number)
  await started.sees('WhatsApp подключён')
  await platform.phone(number.session, 'unlink')
  await started.sees('Номер отвязан')
  await first.stop()
  // What a version with a mistake might have left behind.
  const settings = join(world.profile, 'settings.json')
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('"name": ""', '"name": "Касса +7 (916) 555-01-02"'))
  appendFileSync(
    join(world.profile, 'logs', 'main.log'),
    `2026-01-01T00:00:00.000Z info  asked {"authorization":"Bearer ${number.apiKey}","phone":"+44 20 7946 0958","file":"${world.home}/x"}\n`,
  )

  const app = await launch({ timings: QUICK })
  const operator = operatorAt(await app.window())
  await operator.page.getByRole('button', { name: 'Настройки' }).click()
  await operator.page.getByRole('button', { name: ru.support.collect, exact: true }).click()
  const told = await operator.page
    .getByRole('status')
    .getByText(/\.zip$/)
    .textContent()
  const path = told?.replace(/^Сохранено: /, '') ?? ''
  expect(path.startsWith(world.home)).toBe(true)

  const files = unzipSync(readFileSync(path))
  expect(Object.keys(files).sort()).toEqual(['READ-ME.txt', 'history.jsonl', 'logs/main.log', 'machine.json', 'settings.json', 'state.json'])
  const text = (name: string): string => strFromU8(files[name] ?? new Uint8Array())
  const hidden = new Map([['key', number.apiKey], ...[...tap.secrets].map((secret, index): [string, string] => [`secret ${index}`, secret])])
  const phones = new Map([
    ['known phone', '70000000001'],
    ['as written', '+7 000 000-00-01'],
    ['in a name', '(916) 555-01-02'],
    ['in the log', '7946 0958'],
    ['home', world.home],
  ])
  const places = Object.entries(files).map(([name, bytes]) => ({ name, bytes: Buffer.from(bytes) }))
  expect(search(new Map([...hidden, ...phones]), places)).toEqual([])
  expect(JSON.parse(text('settings.json'))).toMatchObject({ numbers: [{ phone: '[phone 1]', sessionId: number.session }] })
  expect(text('settings.json')).toContain('Касса [phone ')
  expect(JSON.parse(text('machine.json'))).toMatchObject({ platform: 'linux', packaged: true, electron: expect.stringMatching(/^\d+\./) })
  expect(
    text('history.jsonl')
      .trim()
      .split('\n')
      .map((row) => (JSON.parse(row) as { to: string }).to),
  ).toContain('disconnected')
  expect(text('logs/main.log')).toContain('number changed')
})
