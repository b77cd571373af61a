import { expect, it } from 'vitest'
import { noticesText } from '../../../scripts/lib/third-party-notices.mjs'

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
