import { expect, it } from 'vitest'
import { createAboutHandlers } from '../../../../src/main/core/support'

const versions = { electron: '45.4.1', chrome: '146.0.0.0', node: '24.1.0' }

it('tells the versions of the runtime and the notices as they are in the file', async () => {
  const calls = createAboutHandlers({ versions: () => versions, readNotices: async () => 'react 19 (MIT)\n' })
  expect(await calls['about.versions'](undefined)).toEqual({ ok: true, value: versions })
  expect(await calls['about.notices'](undefined)).toEqual({ ok: true, value: { text: 'react 19 (MIT)\n' } })
})
