// A notification daemon (org.freedesktop.Notifications 1.2) that keeps what it was told and clicks when the test says so.
import { Message, type MessageBus, type Variant } from '@jellybrick/dbus-next'
import { serve, type PrivateBus } from '../../../fakes/desktop/private-bus'
import { createChanges } from '../changes'

const NAME = 'org.freedesktop.Notifications'
const PATH = '/org/freedesktop/Notifications'
const CAPABILITIES = ['actions', 'body', 'body-markup', 'icon-static', 'persistence']

/** A notice as the daemon got it. */
interface Notice {
  readonly id: number
  readonly app: string
  readonly summary: string
  readonly body: string
  /** Keys and labels in turn; `default` = a click on the notice itself. */
  readonly actions: readonly string[]
  /** 0 low, 1 normal, 2 critical; null when not said. */
  readonly urgency: number | null
  /** Hints that are plain values, by name. */
  readonly hints: Readonly<Record<string, unknown>>
  /** ms; 0 = stays, -1 = the daemon decides. */
  readonly timeout: number
  /** Epoch ms of arrival. */
  readonly at: number
}

/** The daemon. */
export interface NoticeDaemon {
  /** All notices so far, in order; a replacing one is a new entry. */
  readonly notices: readonly Notice[]
  /** Ids the app took back. */
  readonly closed: ReadonlySet<number>
  /** A notice that fits, among those here or the next ones to come. `limit` in ms. */
  waitForNotice(fits: (notice: Notice) => boolean, limit?: number): Promise<Notice>
  /** Waits until the app has taken the notice back. */
  waitForClosed(id: number): Promise<void>
  /** Clicks on the notice itself. */
  clickNotice(id: number): void
  /** Dismisses it, as a person does. */
  dismissNotice(id: number): void
  /** Gives the name up, as a daemon that ends; `appear` takes it again. */
  vanish(): Promise<void>
  appear(): Promise<void>
}

/** Starts the daemon. `present: false` waits for `appear`; `capabilities` replaces the usual ones. */
export async function startNoticeDaemon(
  bus: PrivateBus,
  options: { readonly present?: boolean; readonly capabilities?: readonly string[] } = {},
): Promise<NoticeDaemon> {
  const notices: Notice[] = []
  const closed = new Set<number>()
  const changes = createChanges()
  let last = 0
  let connection: MessageBus | null = null

  const emit = (member: string, signature: string, body: unknown[]): void => {
    if (!connection) throw new Error('The notification daemon is away')
    connection.send(Message.newSignal(PATH, NAME, member, signature, body))
  }
  const notify = (body: unknown[]): number => {
    const [app, replaces, , summary, text, actions, hints, timeout] = body as [
      string,
      number,
      string,
      string,
      string,
      string[],
      Record<string, Variant>,
      number,
    ]
    const id = replaces || ++last
    const plain = Object.fromEntries(
      Object.entries(hints).flatMap(([key, { value }]) => (typeof value === 'object' ? [] : [[key, typeof value === 'bigint' ? Number(value) : value]])),
    )
    const urgency = plain['urgency']
    notices.push({ id, app, summary, body: text, actions, hints: plain, urgency: typeof urgency === 'number' ? urgency : null, timeout, at: Date.now() })
    changes.changed()
    return id
  }
  const appear = async (): Promise<void> => {
    connection = await bus.connect()
    await serve(connection, NAME, (call) => {
      if (call.interface !== NAME) return undefined
      switch (call.member) {
        case 'Notify':
          return { signature: 'u', body: [notify(call.body)] }
        case 'CloseNotification':
          closed.add(Number(call.body[0]))
          changes.changed()
          emit('NotificationClosed', 'uu', [call.body[0], 3])
          return { signature: '', body: [] }
        case 'GetCapabilities':
          return { signature: 'as', body: [[...(options.capabilities ?? CAPABILITIES)]] }
        case 'GetServerInformation':
          return { signature: 'ssss', body: ['test daemon', 'tests', '1.0', '1.2'] }
        default:
          return undefined
      }
    })
  }
  if (options.present !== false) await appear()
  return {
    notices,
    closed,
    waitForNotice: (fits, limit) =>
      changes.until(
        'a notice',
        () => notices.find(fits),
        limit,
        () => notices.map(({ summary, body }) => ({ summary, body })),
      ),
    waitForClosed: async (id) =>
      void (await changes.until(
        `notice ${id} taken back`,
        () => (closed.has(id) ? true : undefined),
        undefined,
        () => [...closed],
      )),
    clickNotice: (id) => {
      emit('ActionInvoked', 'us', [id, 'default'])
      emit('NotificationClosed', 'uu', [id, 2]) // desktops close a notice that was clicked
    },
    dismissNotice: (id) => emit('NotificationClosed', 'uu', [id, 2]),
    async vanish() {
      await connection?.releaseName(NAME)
      connection?.disconnect()
      connection = null
    },
    appear,
  }
}
