// The desktop's side of the tray: org.kde.StatusNotifierWatcher with a host, which reads the item's icon, tooltip and menu and clicks on them.
import { Message, MessageType, Variant, type MessageBus } from '@jellybrick/dbus-next'
import { callBus, serve, type PrivateBus } from '../../../fakes/desktop/private-bus'
import { createChanges } from '../changes'
import { fromPixmap, fromTheme, whichIcon, type TrayIcon } from './tray-icon'

const WATCHER = 'org.kde.StatusNotifierWatcher'
const WATCHER_PATH = '/StatusNotifierWatcher'
const ITEM = 'org.kde.StatusNotifierItem'
const ITEM_PATH = '/StatusNotifierItem'
const MENU = 'com.canonical.dbusmenu'
const PROPERTIES = 'org.freedesktop.DBus.Properties'
/** How often a menu may be drawn anew between look and click, before the click has failed. */
const MOST_REDRAWN = 10

/** One line of the tray's menu. */
interface MenuItem {
  readonly id: number
  readonly label: string
  readonly enabled: boolean
  readonly visible: boolean
  readonly separator: boolean
  readonly children: readonly MenuItem[]
}

/** What a person sees of the tray item. */
export interface TrayState {
  /** null = a picture that is none of ours. */
  readonly icon: TrayIcon | null
  readonly tooltip: string
  readonly menu: readonly MenuItem[]
  /** Grows each time the app draws its menu anew. */
  readonly revision: number
}

/** The desktop's tray. */
export interface TrayHost {
  /** The item as it is now; null while none is registered. */
  read(): Promise<TrayState | null>
  /** The item, once it is as wanted. `limit` in ms. */
  waitForTray(fits: (tray: TrayState) => boolean, limit?: number): Promise<TrayState>
  /** When the next item is registered, epoch ms. `limit` in ms. */
  nextRegistration(limit?: number): Promise<number>
  /** Waits until no item is registered. */
  waitForNoTray(limit?: number): Promise<void>
  /** A left click on the icon. */
  activate(): Promise<void>
  /** Clicks a line of the menu; several labels walk into submenus. A label is a whole text or a pattern. */
  clickMenu(...labels: readonly (string | RegExp)[]): Promise<void>
  /** The tray host goes, as when a panel crashes; `appear` brings it (back). */
  vanish(): Promise<void>
  appear(): Promise<void>
}

/** Starts the tray. `present: false` waits for `appear`; `host: false` is a watcher that nobody draws for. */
export async function startTrayHost(bus: PrivateBus, options: { readonly present?: boolean; readonly host?: boolean } = {}): Promise<TrayHost> {
  const changes = createChanges()
  const items: { readonly service: string; readonly owner: string }[] = []
  const registrations: number[] = []
  let connection: MessageBus | null = null
  let last: TrayState | null = null

  const link = (): MessageBus => {
    if (!connection) throw new Error('The tray host is away')
    return connection
  }
  const emit = (member: string, signature: string, body: unknown[]): void => {
    link().send(Message.newSignal(WATCHER_PATH, WATCHER, member, signature, body))
  }
  const property = (name: unknown): Variant | undefined =>
    ({
      RegisteredStatusNotifierItems: new Variant(
        'as',
        items.map((each) => each.service),
      ),
      IsStatusNotifierHostRegistered: new Variant('b', options.host ?? true),
      ProtocolVersion: new Variant('i', 0),
    })[String(name)]

  const hear = (message: Message): void => {
    if (message.type !== MessageType.SIGNAL) return
    if (message.member === 'NameOwnerChanged' && message.body[2] === '') {
      const index = items.findIndex((each) => each.service === message.body[0] || each.owner === message.body[0])
      if (index < 0) return
      const [gone] = items.splice(index, 1)
      emit('StatusNotifierItemUnregistered', 's', [gone?.service])
    } else if (message.interface !== ITEM && message.interface !== MENU) return
    changes.changed()
  }

  const appear = async (): Promise<void> => {
    const opened = await bus.connect()
    connection = opened
    opened.on('message', hear)
    const rules = [
      `type='signal',interface='${ITEM}'`,
      `type='signal',interface='${MENU}'`,
      `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'`,
    ]
    for (const rule of rules) await callBus(opened, 'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'AddMatch', 's', [rule])
    await serve(opened, WATCHER, (call) => {
      if (call.interface === PROPERTIES && call.member === 'Get') {
        const value = property(call.body[1])
        return value ? { signature: 'v', body: [value] } : { error: 'org.freedesktop.DBus.Error.UnknownProperty' }
      }
      if (call.interface === PROPERTIES && call.member === 'GetAll') {
        const names = ['RegisteredStatusNotifierItems', 'IsStatusNotifierHostRegistered', 'ProtocolVersion']
        return { signature: 'a{sv}', body: [Object.fromEntries(names.map((name) => [name, property(name)]))] }
      }
      if (call.member !== 'RegisterStatusNotifierItem') return undefined
      const service = String(call.body[0])
      items.push({ service, owner: call.sender })
      registrations.push(Date.now())
      emit('StatusNotifierItemRegistered', 's', [service])
      changes.changed()
      return { signature: '', body: [] }
    })
  }

  const read = async (): Promise<TrayState | null> => {
    const service = items.at(-1)?.service
    last = service === undefined || !connection ? null : await readItem(connection, service).catch(() => null) // it may go while it is read
    return last
  }
  const wanted = async <T>(what: string, look: () => Promise<T | undefined>, limit?: number): Promise<T> =>
    changes.until(what, look, limit, () => last && { ...last, menu: last.menu.map((each) => each.label) })
  const service = async (): Promise<string> => wanted('a tray item', async () => items.at(-1)?.service)

  if (options.present !== false) await appear()
  return {
    read,
    waitForTray: (fits, limit) =>
      wanted(
        'the tray',
        async () => {
          const tray = await read()
          return tray && fits(tray) ? tray : undefined
        },
        limit,
      ),
    nextRegistration(limit) {
      const before = registrations.length
      return changes.until('a tray item', () => registrations[before], limit)
    },
    async waitForNoTray(limit) {
      await wanted('no tray item', async () => ((await read()) === null ? true : undefined), limit)
    },
    async activate() {
      await callBus(link(), await service(), ITEM_PATH, ITEM, 'Activate', 'ii', [0, 0])
    },
    async clickMenu(...labels) {
      const name = await service()
      for (let redrawn = 0; ; redrawn += 1) {
        const found = await wanted(`the menu line ${labels.join(' › ')}`, async () => {
          const line = findLine((await read())?.menu ?? [], labels)
          return line?.enabled ? line : undefined
        })
        const drawn = last?.revision
        const event = [found.id, 'clicked', new Variant('i', 0), Math.floor(Date.now() / 1000)]
        try {
          return void (await callBus(link(), name, await menuPath(link(), name), MENU, 'Event', 'isvu', event))
        } catch (error) {
          // «Quit» may end the app before it has answered: that is what was asked for.
          if (String(error).includes('disconnected from message bus')) return
          // A menu drawn anew between look and click numbers its lines anew: a person would look again too.
          if (redrawn === MOST_REDRAWN || (await read())?.revision === drawn) throw error
        }
      }
    },
    async vanish() {
      const closing = link()
      connection = null
      items.length = 0
      await closing.releaseName(WATCHER)
      closing.disconnect()
      changes.changed()
    },
    appear,
  }
}

async function itemProperties(bus: MessageBus, service: string): Promise<Record<string, unknown>> {
  const [all] = await callBus(bus, service, ITEM_PATH, PROPERTIES, 'GetAll', 's', [ITEM])
  return Object.fromEntries(Object.entries(all as Record<string, Variant>).map(([key, variant]) => [key, variant.value]))
}

async function menuPath(bus: MessageBus, service: string): Promise<string> {
  return String((await itemProperties(bus, service))['Menu'])
}

async function readItem(bus: MessageBus, service: string): Promise<TrayState> {
  const item = await itemProperties(bus, service)
  const [, , title, text] = (item['ToolTip'] ?? ['', [], '', '']) as [string, unknown[], string, string]
  const [revision, root] = await callBus(bus, service, String(item['Menu']), MENU, 'GetLayout', 'iias', [0, -1, []])
  return { icon: iconOf(item), tooltip: [title, text].filter(Boolean).join('\n'), menu: toLine(root as RawLine).children, revision: Number(revision) }
}

function iconOf(item: Record<string, unknown>): TrayIcon | null {
  // Under XDG_CURRENT_DESKTOP=GNOME Chromium writes a PNG and sends its folder and name instead of pixels.
  const folder = item['IconThemePath']
  const picture = typeof folder === 'string' && folder !== '' ? fromTheme(folder, String(item['IconName'])) : null
  if (picture) return whichIcon(picture)
  const pixmaps = (item['IconPixmap'] ?? []) as [number, number, Uint8Array][]
  return pixmaps.map(([width, height, argb]) => whichIcon(fromPixmap(width, height, argb))).find((icon) => icon !== null) ?? null
}

type RawLine = readonly [number, Record<string, Variant>, readonly Variant<RawLine>[]]

function toLine([id, properties, children]: RawLine): MenuItem {
  const value = (name: string): unknown => properties[name]?.value
  const label = value('label')
  return {
    id,
    label: (typeof label === 'string' ? label : '').replace(/__|_/g, (found) => (found === '__' ? '_' : '')), // one underscore marks a key
    enabled: value('enabled') !== false,
    visible: value('visible') !== false,
    separator: value('type') === 'separator',
    children: children.map((child) => toLine(child.value)),
  }
}

function findLine(lines: readonly MenuItem[], labels: readonly (string | RegExp)[]): MenuItem | undefined {
  const [label, ...rest] = labels
  const line = lines.find((each) => each.visible && (typeof label === 'string' ? each.label === label : label?.test(each.label)))
  return line && rest.length > 0 ? findLine(line.children, rest) : line
}
