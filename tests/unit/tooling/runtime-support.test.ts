import { expect, it } from 'vitest'
import { releaseVersion } from '../../../scripts/lib/runtime-support.mjs'

it.each([
  ['45.4.1', '0.1.0'],
  ['45.0.0', '0.1.0'],
  ['46.0.0', '0.1.0'],
  ['44.9.9', '0.1.0'],
  ['43.0.0', '0.1.0'],
  ['42.9.9', '0.1.0-testing'],
  ['33.2.1', '0.1.0-testing'],
  ['9.0.0', '0.1.0-testing'],
])('with Electron %s the build is called %s', (runtime, version) => {
  const found = releaseVersion({ version: '0.1.0', runtime, pinned: '45.4.1' })
  expect(found.version).toBe(version)
  if (version === '0.1.0') expect(found.why).toBeNull()
  else expect(found.why).toContain(`Electron ${runtime} gets no more security fixes`)
})
