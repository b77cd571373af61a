// A tray item as soon as Electron is ready. Its icon is neutral until the app has read the state of its numbers.
import { nativeImage, Tray } from 'electron'
import { join } from 'node:path'
import { iconFile } from './icon-file'

/** Makes it. On Linux it is lost if no tray is there yet: `tray.ts` finds that out and makes another. */
export function createFirstTray(folder: string, tooltip: string): Tray {
  const tray = new Tray(nativeImage.createFromPath(join(folder, iconFile('empty', process.platform))))
  tray.setToolTip(tooltip)
  return tray
}
