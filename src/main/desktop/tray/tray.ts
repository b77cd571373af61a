// The tray icon: draws what it is given, where the desktop has a tray, and makes it anew whenever the desktop's tray comes back.
import { join } from 'node:path'
import type { Menu as ElectronMenu, MenuItemConstructorOptions, NativeImage, Tray as ElectronTray } from 'electron'
import type { Cancel, Log } from '../../core/ports'
import { iconFile } from './icon-file'
import type { TrayHost } from './tray-host'

/** What the icon, its tooltip and its menu show. */
export interface TrayPicture<Action> {
  /** File name of the icon, without size and ending. */
  readonly icon: string
  readonly tooltip: string
  readonly menu: readonly TrayEntry<Action>[]
}

/** One line of the menu. A click on a line without an action does nothing. */
interface TrayEntry<Action> {
  readonly type?: 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio'
  readonly label?: string
  readonly enabled?: boolean
  readonly checked?: boolean
  readonly action?: Action
  readonly submenu?: readonly TrayEntry<Action>[]
}

/** Electron's part: `{ Tray, Menu, nativeImage }`, or stand-ins. */
export interface NativeTray {
  readonly Tray: new (image: NativeImage) => Pick<ElectronTray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'on' | 'destroy' | 'isDestroyed'>
  readonly Menu: { buildFromTemplate(template: MenuItemConstructorOptions[]): ElectronMenu }
  readonly nativeImage: { createFromPath(path: string): NativeImage }
}

/** The one tray icon of the app. */
export interface TrayIcon<Action> {
  /** Draws the view. Where there is no tray yet, it is remembered and drawn later. */
  show(picture: TrayPicture<Action>): void
  dispose(): void
}

/** `folder` holds the icons; `onClick` is a click on the icon itself (on GNOME and macOS a click opens the menu instead). */
export function createTrayIcon<Action>(parts: {
  readonly native: NativeTray
  readonly host: TrayHost
  readonly folder: string
  readonly platform: NodeJS.Platform
  readonly log: Log
  /** An item that was made before it was known whether the desktop has a tray. */
  readonly first?: InstanceType<NativeTray['Tray']>
  onAction(action: Action): void
  onClick(): void
}): TrayIcon<Action> {
  const { native, host, platform, log } = parts
  let wanted: TrayPicture<Action> | null = null
  let tray: InstanceType<NativeTray['Tray']> | null = null
  /** What the icon shows now; the menu is kept because Electron does not keep it. */
  let drawn: { icon: string; tooltip: string; menuText: string; menu: ElectronMenu | null } | null = null
  /** True until it is known whether the desktop has the first item. */
  let untried = parts.first !== undefined

  const imageOf = (icon: string): NativeImage => {
    const path = join(parts.folder, iconFile(icon, platform))
    const image = native.nativeImage.createFromPath(path)
    if (image.isEmpty()) log.error('tray icon missing', { path })
    return image
  }

  const take = (made: InstanceType<NativeTray['Tray']>, icon: string): void => {
    if (platform !== 'darwin') made.on('click', () => parts.onClick())
    tray = made
    drawn = { icon, tooltip: '', menuText: '', menu: null }
  }

  const draw = (): void => {
    if (wanted === null) return
    if (tray === null) take(new native.Tray(imageOf(wanted.icon)), wanted.icon)
    if (tray === null || drawn === null) return
    if (drawn.icon !== wanted.icon) tray.setImage(imageOf(wanted.icon))
    if (drawn.tooltip !== wanted.tooltip) tray.setToolTip(wanted.tooltip)
    // Setting a menu closes it when it is open, so only a changed menu is set.
    const menuText = JSON.stringify(wanted.menu)
    const menu = drawn.menuText === menuText ? drawn.menu : native.Menu.buildFromTemplate(wanted.menu.map((each) => menuItem(each, parts.onAction)))
    if (menu !== drawn.menu) tray.setContextMenu(menu)
    drawn = { icon: wanted.icon, tooltip: wanted.tooltip, menuText, menu }
  }

  const remove = (): void => {
    if (tray !== null && !tray.isDestroyed()) tray.destroy()
    tray = null
    drawn = null
  }

  if (parts.first) take(parts.first, '')
  const stop: Cancel = host.onChange((state, ours) => {
    if (!(untried && ours && state === 'present')) remove()
    untried = false
    if (state === 'present') draw()
  })

  return {
    show(picture) {
      wanted = picture
      if (tray !== null || host.current() === 'present') draw()
    },
    dispose() {
      stop()
      remove()
    },
  }
}

function menuItem<Action>(entry: TrayEntry<Action>, onAction: (action: Action) => void): MenuItemConstructorOptions {
  const { action } = entry
  return {
    ...(entry.type === undefined ? {} : { type: entry.type }),
    // A single & would mark the next letter as a shortcut and vanish.
    ...(entry.label === undefined ? {} : { label: entry.label.replace(/&/g, '&&') }),
    ...(entry.checked === undefined ? {} : { checked: entry.checked }),
    ...(entry.submenu === undefined ? {} : { submenu: entry.submenu.map((each) => menuItem(each, onAction)) }),
    ...(action === undefined ? {} : { click: () => onAction(action) }),
    enabled: entry.enabled ?? (action !== undefined || entry.submenu !== undefined),
  }
}
