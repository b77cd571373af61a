import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { BESIDE, noticesText } from '../../../scripts/lib/third-party-notices.mjs'

const ROOT = new URL('../../../', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, ROOT), 'utf8')
const part = (more: object) => ({ name: 'zod', version: '4.6.7', license: 'MIT', author: null, licenseText: null, noticeText: null, ...more })

it('names every package with its licence and its texts, in the order of names', () => {
  const text = noticesText([
    part({ licenseText: 'MIT License\r\n\r\nPermission …\r\n' }),
    part({ name: 'ajv', author: { name: 'E. P.' }, noticeText: 'Notice.' }),
  ])
  expect(text).toMatch(/\najv 4\.6\.7 \(MIT, by E\. P\.\)\n-+\n\nNotice\.\n[^]*\nzod 4\.6\.7 \(MIT\)\n-+\n\nMIT License\n\nPermission …\n/)
})

it('names a package that brings no text', () => {
  expect(noticesText([part({ licenseText: ' \n' })])).toMatch(/\nzod 4\.6\.7 \(MIT\)\n-{15}\n$/)
})

it('names what is shipped beside the bundle: the packages that are packed, and those of style sheets', () => {
  const packed = [...read('electron-builder.yml').matchAll(/from: node_modules\/(\S+)/g)].map(([, name]) => name)
  const sheets = readdirSync(new URL('src/renderer', ROOT), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'))
  const fonts = sheets.flatMap((name) => [...read(`src/renderer/${name}`).matchAll(/url\("(@[^/]+\/[^/]+)\//g)].map(([, from]) => from))
  expect(packed.length * fonts.length).toBeGreaterThan(0)
  expect(new Set(BESIDE)).toEqual(new Set([...packed, ...fonts]))
})
