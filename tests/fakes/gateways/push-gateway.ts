// A backend with push: the test opens its streams, sends events, lets a stream fall silent, and ends it.
import type { EventListener } from '../../../src/main/core/ports'
import type { Failure } from '../../../src/shared/model/failure'
import { FakeGateway } from './fake-gateway'

interface OpenStream {
  readonly listener: EventListener
  readonly signal: AbortSignal
  end(failure: Failure | null): void
}

/** One backend with push. */
export class PushGateway extends FakeGateway {
  /** Every stream that was asked for, the newest last. */
  readonly streams: OpenStream[] = []
  /** Reports each stream as alive as soon as it is opened. */
  opens = true
  /** Ignores abort signals, as no gateway should. */
  deafStreams = false

  /** The newest stream. */
  get stream(): OpenStream {
    const last = this.streams.at(-1)
    if (!last) throw new Error('Nobody listens')
    return last
  }

  /** Streams that nobody has ended or aborted. */
  openStreams(): number {
    return this.streams.filter(({ signal }) => !signal.aborted).length
  }

  /** Sends an event about a number, or about none. */
  tell(sessionId: string | null): void {
    this.stream.listener.onEvent({ sessionId })
  }

  events(listener: EventListener, signal: AbortSignal): Promise<Failure | null> {
    return new Promise((resolve) => {
      this.streams.push({ listener, signal, end: resolve })
      if (!this.deafStreams) signal.addEventListener('abort', () => resolve(null))
      if (this.opens) listener.onAlive()
    })
  }
}
