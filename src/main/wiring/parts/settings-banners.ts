// What the window tells of how the settings were read.
import type { AppSnapshot, Banner } from '../../../shared/ipc/snapshot'
import { unreadView } from '../../../shared/model/settings-reading'
import type { OpenedSettings } from '../../desktop/settings/settings-file'

/** The banners of the first snapshot. */
export function settingsBanners({
  setAside,
  restored,
  unread,
}: Pick<OpenedSettings, 'setAside' | 'restored' | 'unread'>): Pick<AppSnapshot, 'banners' | 'unread'> {
  const view = unreadView(unread)
  const banners: Banner[] = []
  if (restored) banners.push('settings-restored')
  else if (setAside !== null) banners.push('settings-set-aside')
  if (view) banners.push('settings-unread')
  return { banners, unread: view }
}
