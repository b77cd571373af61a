import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readStartupSettings } from '../../../../src/main/desktop/settings/startup-settings'
import { DEFAULT_SETTINGS } from '../../../../src/shared/model/settings'

const PLACE = { width: 500, height: 600, x: 10, y: null, maximized: false }
const NOTHING = { place: null, startHidden: false }
let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'startup-settings-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const look = (text: string): unknown => {
  const path = join(folder, 'settings.json')
  writeFileSync(path, text)
  return readStartupSettings(path)
}

it('reads where the window was and whether it is wanted', () => {
  expect(look(JSON.stringify({ ...DEFAULT_SETTINGS, window: PLACE, startHidden: true }))).toEqual({ place: PLACE, startHidden: true })
})

it('reads past a byte order mark', () => {
  expect(look(`\uFEFF${JSON.stringify({ window: PLACE, startHidden: true })}`)).toEqual({ place: PLACE, startHidden: true })
})

it.each([
  ['a window without a width', JSON.stringify({ window: { ...PLACE, width: null } })],
  ['half a file', '{"window": {"wid'],
  ['no object', '7'],
  ['nothing at all', 'null'],
  ['wrong types', JSON.stringify({ window: { ...PLACE, width: '500' }, startHidden: 'yes' })],
  ['a place without a size', JSON.stringify({ window: { x: 1, y: 1 } })],
])('is as on a first start with %s', (_name, text) => {
  expect(look(text)).toEqual(NOTHING)
})

it('is as on a first start where there is no file', () => {
  expect(readStartupSettings(join(folder, 'none.json'))).toEqual(NOTHING)
})
