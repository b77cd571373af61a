// An event stream as a client reads it.
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { system } from './client'

/** An open stream. */
export interface OpenStream {
  readonly events: EventSourceMessage[]
  readonly comments: string[]
  /** The `state` events' data, as far as they came. */
  states(): Record<string, unknown>[]
  lastEventId(): string
  /** Resolves when the server ends it; false = it was cut. */
  readonly ended: Promise<boolean>
  close(): void
}

/** Opens wpp-events; the answer when it is refused. `name` is an alias of the function. */
export async function openEvents(token: string, { lastEventId, name = 'wpp-events' }: { lastEventId?: string; name?: string } = {}): Promise<OpenStream> {
  const abort = new AbortController()
  const response = await fetch(`${system.url}/functions/v1/${name}`, {
    signal: abort.signal,
    headers: { apikey: system.anonKey, authorization: `Bearer ${token}`, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
  })
  if (response.status !== 200 || response.body === null) {
    const { code } = (await response.json()) as { code?: string }
    throw new Error(`${response.status} ${code}`)
  }
  const events: EventSourceMessage[] = []
  const comments: string[] = []
  const parser = createParser({ onEvent: (event) => events.push(event), onComment: (comment) => comments.push(comment) })
  const ended = (async () => {
    const decoder = new TextDecoder()
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) parser.feed(decoder.decode(chunk, { stream: true }))
      return true
    } catch {
      return false
    }
  })()
  return {
    events,
    comments,
    states: () => events.filter(({ event }) => event === 'state').map(({ data }) => JSON.parse(data) as Record<string, unknown>),
    lastEventId: () => events.findLast(({ id }) => id !== undefined)?.id ?? '',
    ended,
    close: () => abort.abort(),
  }
}
