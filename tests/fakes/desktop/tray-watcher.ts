// A StatusNotifierWatcher, as the desktop's tray has one, that a test starts and stops, with or without a host.
import { Message, Variant, type MessageBus } from '@jellybrick/dbus-next'
import { serve } from './private-bus'

const NAME = 'org.kde.StatusNotifierWatcher'
const PATH = '/StatusNotifierWatcher'

/** Owns org.kde.StatusNotifierWatcher on a bus when told to. */
export class TrayWatcher {
  /** Bus names of the tray items that registered, in order. */
  readonly items: string[] = []
  onRegister: (item: string) => void = () => undefined

  constructor(
    private readonly bus: MessageBus,
    private host = true,
  ) {}

  appear(): Promise<void> {
    this.items.length = 0
    return serve(this.bus, NAME, (call) => {
      if (call.member === 'Get' && call.body[1] === 'RegisteredStatusNotifierItems') return { signature: 'v', body: [new Variant('as', this.items)] }
      if (call.member === 'Get') return { signature: 'v', body: [new Variant('b', this.host)] }
      if (call.member === 'GetAll') return { signature: 'a{sv}', body: [{ IsStatusNotifierHostRegistered: new Variant('b', this.host) }] }
      if (call.member !== 'RegisterStatusNotifierItem') return undefined
      const item = String(call.body[0])
      this.items.push(item.startsWith('/') ? call.sender : item)
      this.onRegister(item)
      return { signature: '', body: [] }
    })
  }

  async vanish(): Promise<void> {
    await this.bus.releaseName(NAME)
  }

  /** A host (panel) joins or leaves the watcher, which emits the signal. */
  setHost(host: boolean): void {
    this.host = host
    this.bus.send(Message.newSignal(PATH, NAME, host ? 'StatusNotifierHostRegistered' : 'StatusNotifierHostUnregistered'))
  }
}
