import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readStartSnapshot, writeStartSnapshot } from '../../../../src/main/desktop/settings/start-snapshot-file'

const SNAPSHOT = { name: 'Салон «Ольга»\n</script>', numbers: [1, 2, 3] }
let folder: string
let page: string
let place: { folder: string; version: string; page: string }
const at = (name: string): string => join(folder, name)
const read = (): unknown => JSON.parse(readStartSnapshot(place) ?? 'null')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-snapshot-'))
  page = mkdtempSync(join(tmpdir(), 'page-'))
  mkdirSync(join(page, 'assets'))
  writeFileSync(join(page, 'assets', 'index-1.js'), '')
  place = { folder, version: '1.2.3', page }
  writeFileSync(at('settings.json'), '{"numbers":[]}')
  writeStartSnapshot(place, SNAPSHOT)
})
afterEach(() => [folder, page].forEach((each) => rmSync(each, { recursive: true, force: true })))

it('comes back as it was, and is nobody else’s to read', () => {
  expect(read()).toEqual(SNAPSHOT)
  expect(statSync(at('start-snapshot.json')).mode & 0o777).toBe(0o600)
})

it('is not written where no settings are', () => {
  for (const name of ['settings.json', 'start-snapshot.json']) rmSync(at(name))
  writeStartSnapshot(place, SNAPSHOT)
  expect(readdirSync(folder)).toEqual([])
})

it.each<[string, () => void]>([
  ['the settings have other content', () => writeFileSync(at('settings.json'), '{"numbers":[],"name":"new"}')],
  ['the settings were written once more', () => utimesSync(at('settings.json'), new Date(), new Date(Date.now() + 5_000))],
  ['the settings are gone', () => rmSync(at('settings.json'))],
  ['another version wrote it', () => void (place = { folder, version: '1.2.4', page })],
  ['another build of this version wrote it', () => renameSync(join(page, 'assets', 'index-1.js'), join(page, 'assets', 'index-2.js'))],
  ['there is none', () => rmSync(at('start-snapshot.json'))],
  ['it is empty', () => writeFileSync(at('start-snapshot.json'), '')],
  [
    'one letter of it is another',
    () => writeFileSync(at('start-snapshot.json'), readFileSync(at('start-snapshot.json'), 'utf8').replace('numbers', 'Numbers')),
  ],
])('is not used when %s', (_name, damage) => {
  damage()
  expect(readStartSnapshot(place)).toBeNull()
})

it('is not used in part, wherever it was cut', () => {
  const whole = readFileSync(at('start-snapshot.json'))
  for (let length = 0; length < whole.length; length += 1) {
    writeFileSync(at('start-snapshot.json'), whole.subarray(0, length))
    expect(readStartSnapshot(place), `the first ${length} bytes`).toBeNull()
  }
})
