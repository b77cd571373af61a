import { expect, it } from 'vitest'
import { settingsBanners } from '../../../src/main/wiring/parts/settings-banners'
import { NOTHING_UNREAD } from '../../../src/shared/model/settings-reading'

const unread = { ...NOTHING_UNREAD, connections: [{ name: 'Office' }] }

it.each([
  ['nothing of a sound file', { setAside: null, restored: false, unread: NOTHING_UNREAD }, []],
  ['a damaged file', { setAside: 'x', restored: false, unread: NOTHING_UNREAD }, ['settings-set-aside']],
  ['the copy in its place', { setAside: 'x', restored: true, unread: NOTHING_UNREAD }, ['settings-restored']],
  ['a copy of which some cannot be read', { setAside: 'x', restored: true, unread }, ['settings-restored', 'settings-unread']],
] as const)('tells of %s', (_what, opened, banners) => {
  expect(settingsBanners(opened).banners).toEqual(banners)
  expect(settingsBanners(opened).unread?.connections).toEqual(opened.unread === unread ? ['Office'] : undefined)
})
