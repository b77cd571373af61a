// A Secret Service that behaves as the test says: one default collection, a prompt whose answer the test gives (or never gives), or silence.
import { Message, Variant, type MessageBus } from '@jellybrick/dbus-next'
import { serve, type Answer } from './private-bus'

const NAME = 'org.freedesktop.secrets'
const COLLECTION = '/org/freedesktop/secrets/collection/login'
const PROMPT = '/org/freedesktop/secrets/prompt/p1'

/** Owns org.freedesktop.secrets on a bus. */
export class FakeSecretService {
  locked = true
  /** Answers nothing at all, as a hung daemon does. */
  silent = false
  /** Only these calls are answered: enough to look unlocked, so that the next call hangs. */
  silentExcept: readonly string[] | null = null
  hasDefault = true
  readonly calls: string[] = []
  /** Runs when the prompt is to be shown. */
  onPrompt: () => void = () => undefined

  constructor(private readonly bus: MessageBus) {}

  own(): Promise<void> {
    return serve(this.bus, NAME, (call) => this.answer(call))
  }

  /** Releases the bus name. */
  async leave(): Promise<void> {
    await this.bus.releaseName(NAME)
  }

  /** The person answers the prompt. */
  complete(unlocked: boolean): void {
    if (unlocked) this.locked = false
    this.bus.send(Message.newSignal(PROMPT, 'org.freedesktop.Secret.Prompt', 'Completed', 'bv', [!unlocked, new Variant('s', '')]))
  }

  /** Locks or unlocks the collection and emits the signal, as if another program had done it. */
  become(locked: boolean): void {
    this.locked = locked
    const changed = ['org.freedesktop.Secret.Collection', { Locked: new Variant('b', locked) }, []]
    this.bus.send(Message.newSignal(COLLECTION, 'org.freedesktop.DBus.Properties', 'PropertiesChanged', 'sa{sv}as', changed))
  }

  private answer(call: Message): Answer | undefined {
    this.calls.push(call.member)
    if (this.silent || this.silentExcept?.includes(call.member) === false) return 'silence'
    switch (call.member) {
      case 'ReadAlias':
        return { signature: 'o', body: [this.hasDefault ? COLLECTION : '/'] }
      case 'Get':
        return { signature: 'v', body: [new Variant('b', this.locked)] }
      case 'Unlock':
        return { signature: 'aoo', body: this.locked ? [[], PROMPT] : [[COLLECTION], '/'] }
      case 'Prompt':
        setImmediate(() => this.onPrompt())
        return { signature: '', body: [] }
      case 'Dismiss':
        this.complete(false)
        return { signature: '', body: [] }
      default:
        return undefined
    }
  }
}
