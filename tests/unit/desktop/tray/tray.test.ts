import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Menu, MenuItemConstructorOptions, NativeImage } from 'electron'
import { beforeEach, describe, expect, it } from 'vitest'
import { iconFile } from '../../../../src/main/desktop/tray/icon-file'
import { createTrayIcon, type NativeTray, type TrayIcon, type TrayPicture } from '../../../../src/main/desktop/tray/tray'
import type { TrayHost, TrayHostState } from '../../../../src/main/desktop/tray/tray-host'
import { SilentLog } from '../../../fakes/silent-log'

class Host implements TrayHost {
  private listener: (state: 'present' | 'absent', ours: boolean) => void = () => undefined
  constructor(private state: TrayHostState) {}
  current = (): TrayHostState => this.state
  onChange(listener: (state: 'present' | 'absent', ours: boolean) => void): () => void {
    this.listener = listener
    return () => (this.listener = () => undefined)
  }
  become(state: 'present' | 'absent', ours = false): void {
    this.state = state
    this.listener(state, ours)
  }
  dispose(): void {}
}

type Template = MenuItemConstructorOptions[]

/** Electron's Tray as far as a person sees it. */
class FakeTray {
  static all: FakeTray[] = []
  tooltip = ''
  menu: Template = []
  sets: string[] = []
  click: () => void = () => undefined
  destroyed = false
  constructor(public image: string) {
    FakeTray.all.push(this)
  }
  setImage(image: string): void {
    this.sets.push('image')
    this.image = image
  }
  setToolTip(tooltip: string): void {
    this.sets.push('tooltip')
    this.tooltip = tooltip
  }
  setContextMenu(menu: unknown): void {
    this.sets.push('menu')
    this.menu = menu as Template
  }
  on(_event: string, click: () => void): void {
    this.click = click
  }
  destroy(): void {
    this.destroyed = true
  }
  isDestroyed = (): boolean => this.destroyed
}

const native = {
  Tray: FakeTray,
  Menu: { buildFromTemplate: (template: Template) => template as unknown as Menu },
  nativeImage: { createFromPath: (path: string) => Object.assign(new String(path), { isEmpty: () => false }) as unknown as NativeImage },
} as unknown as NativeTray

const OPEN = { label: 'Open', action: 'open' }
const picture = (icon: string, tooltip = icon, menu: TrayPicture<string>['menu'] = [OPEN]): TrayPicture<string> => ({ icon, tooltip, menu })

describe('the tray icon', () => {
  let actions: string[]
  const make = (host: TrayHost, platform: NodeJS.Platform = 'linux', first?: FakeTray): TrayIcon<string> =>
    createTrayIcon<string>({
      ...(first ? { first: first as unknown as InstanceType<NativeTray['Tray']> } : {}),
      native,
      host,
      folder: '/icons',
      platform,
      log: new SilentLog(),
      onAction: (action) => actions.push(action),
      onClick: () => actions.push('click'),
    })
  const last = (): FakeTray | undefined => FakeTray.all.at(-1)
  beforeEach(() => {
    actions = []
    FakeTray.all = []
  })

  it('is not made before the desktop has a tray, and then shows the newest picture', () => {
    const host = new Host('unknown')
    const tray = make(host)
    tray.show(picture('empty'))
    tray.show(picture('connected'))
    expect(FakeTray.all).toEqual([])
    host.become('present')
    expect(FakeTray.all).toHaveLength(1)
    expect(last()).toMatchObject({ tooltip: 'connected' })
    expect(String(last()?.image)).toBe('/icons/connected.png')
  })

  it('goes on with the item made first where that has arrived, and draws on it before anybody knows', () => {
    const host = new Host('unknown')
    const tray = make(host, 'linux', new FakeTray('/icons/empty.png'))
    tray.show(picture('connected'))
    expect(FakeTray.all.map((each) => [each.image.valueOf(), each.tooltip])).toEqual([['/icons/connected.png', 'connected']])
    host.become('present', true)
    expect(FakeTray.all.map((each) => each.destroyed)).toEqual([false])
    last()?.click()
    expect(actions).toEqual(['click'])
    // Another panel takes over: what it holds by then is not asked about.
    host.become('present', true)
    expect(FakeTray.all.map((each) => each.destroyed)).toEqual([true, false])
  })

  it.each([
    ['the tray came too late for it', ['present']],
    ['there is no tray, and then one comes', ['absent', 'present']],
  ] as const)('makes another item where the first was lost: %s', (_why, states) => {
    const host = new Host('unknown')
    const tray = make(host, 'linux', new FakeTray('/icons/empty.png'))
    tray.show(picture('connected'))
    for (const state of states) host.become(state)
    expect(FakeTray.all.map((each) => each.destroyed)).toEqual([true, false])
    expect(last()).toMatchObject({ tooltip: 'connected' })
  })

  it('is made anew when the tray comes back, also without a gap', () => {
    const host = new Host('present')
    const tray = make(host)
    tray.show(picture('connected'))
    host.become('absent')
    expect(last()?.destroyed).toBe(true)
    tray.show(picture('disconnected'))
    expect(FakeTray.all).toHaveLength(1)
    host.become('present')
    host.become('present')
    expect(FakeTray.all.map((each) => each.destroyed)).toEqual([true, true, false])
    expect(last()?.tooltip).toBe('disconnected')
    expect(last()?.menu).toHaveLength(1)
  })

  it('changes only what changed', () => {
    const tray = make(new Host('present'))
    tray.show(picture('connected', 'one'))
    expect(last()?.sets.splice(0)).toEqual(['tooltip', 'menu'])
    tray.show(picture('connected', 'one'))
    expect(last()?.sets).toEqual([])
    tray.show(picture('connected', 'two'))
    tray.show(picture('attention', 'two'))
    tray.show(picture('attention', 'two', [OPEN, { type: 'separator' }]))
    expect(last()?.sets).toEqual(['tooltip', 'image', 'menu'])
  })

  it('passes on clicks on the icon and on menu lines', () => {
    make(new Host('present')).show(picture('connected', '', [{ label: 'All', submenu: [{ label: 'One', action: 'one' }] }]))
    last()?.click()
    const [group] = last()?.menu ?? []
    const [line] = Array.isArray(group?.submenu) ? group.submenu : []
    line?.click?.(undefined as never, undefined, undefined as never)
    expect(actions).toEqual(['click', 'one'])
  })

  it('leaves the click to the menu on macOS', () => {
    make(new Host('present'), 'darwin').show(picture('connected'))
    last()?.click()
    expect(actions).toEqual([])
  })

  it('shows names as they are and greys out what does nothing', () => {
    make(new Host('present')).show(picture('connected', '', [{ label: 'Fox & Sons_2' }, { label: 'Off', action: 'x', enabled: false }, OPEN]))
    expect(last()?.menu).toMatchObject([
      { label: 'Fox && Sons_2', enabled: false },
      { label: 'Off', enabled: false },
      { label: 'Open', enabled: true },
    ])
  })

  it('goes when it is disposed and does not come back', () => {
    const host = new Host('present')
    const tray = make(host)
    tray.show(picture('connected'))
    tray.dispose()
    host.become('present')
    expect(FakeTray.all.map((each) => each.destroyed)).toEqual([true])
  })

  it.each(['linux', 'win32', 'darwin'] as const)('has its picture files for %s', (platform) => {
    for (const icon of ['connected', 'working', 'attention', 'disconnected', 'empty']) {
      expect(existsSync(join(import.meta.dirname, '../../../../resources/tray', iconFile(icon, platform)))).toBe(true)
    }
  })
})
