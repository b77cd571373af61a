// Descriptions as files: the good ones become kinds, the others are named, and none costs another.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readDescriptionFiles } from '../../../src/main/desktop/settings/description-files'
import fonnte from '../../../src/main/gateways/described/descriptions/fonnte.json'
import { descriptionsIn } from '../../../src/main/gateways/described/files'
import { createGatewayKinds } from '../../../src/main/gateways/registry'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'descriptions-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const own = (id: string, more: object = {}): string => JSON.stringify({ ...fonnte, id, base: { fixed: 'https://api.service.example' }, ...more })
const read = (...folders: string[]) => descriptionsIn(readDescriptionFiles(folders))

it('reads all folders; a bad file is named with its fault and costs no other', () => {
  const second = join(folder, 'own')
  mkdirSync(second)
  writeFileSync(join(folder, 'a.json'), `\uFEFF${own('first')}`)
  writeFileSync(join(folder, 'b.json'), '{"id": "broken"')
  writeFileSync(join(folder, 'c.json'), own('second', { script: 'x' }))
  writeFileSync(join(folder, 'd.json'), own('fonnte'))
  writeFileSync(join(folder, 'e.json'), own('plain', { base: { fixed: 'http://api.service.example' } }))
  writeFileSync(join(folder, 'f.json'), own('large') + ' '.repeat(70_000))
  writeFileSync(join(folder, 'notes.txt'), 'no description')
  mkdirSync(join(folder, 'g.json'))
  writeFileSync(join(second, 'a.json'), own('first'))
  writeFileSync(join(second, 'z.json'), own('last', { base: { fixed: 'http://127.0.0.1:1' } }))
  const { good, faults } = read(folder, second, join(folder, 'nowhere'))
  expect(good.map(({ id }) => id)).toEqual(['first', 'last'])
  expect(faults.map(({ file, fault }) => `${file}: ${fault}`)).toEqual([
    'b.json: the file is no JSON',
    expect.stringMatching(/^c\.json: the file: .*script/),
    'd.json: id: there is a description "fonnte" already',
    'e.json: base: the address needs https',
    'f.json: the file cannot be read, or is larger than 64 kB',
    'g.json: the file cannot be read, or is larger than 64 kB',
    'a.json: id: there is a description "first" already',
  ])
})

it('becomes a kind with its form, known by its domain', () => {
  writeFileSync(join(folder, 'a.json'), own('first'))
  const kinds = createGatewayKinds({ sandbox: { resolve: () => Promise.reject(new Error('none')) }, descriptions: read(folder).good })
  const spec = { kind: 'described/first', connectionFields: [{ name: 'token', type: 'secret' }] }
  expect(kinds.get('described/first')).toMatchObject({ spec, domain: 'service.example' })
  expect(kinds.all.at(-1)).toBe(kinds.get('described/first'))
  expect(kinds.get('described/gone')).toBeNull()
})
