// wpp-events of a measured backend: each change of a number, told half the latency after it happened.
import type { ServerResponse } from 'node:http'
import type { NumberState } from './gateway-process'

/** Sign of life, ms, as the real function's. */
const BEAT = 15_000

/** The open streams of one backend. */
export interface EventStreams {
  /** Answers a request with a stream. */
  open(response: ServerResponse): void
  tell(session: string, state: NumberState): void
}

/** Streams that tell after `delay()` ms. */
export function createEventStreams(delay: () => number): EventStreams {
  const streams = new Set<ServerResponse>()
  let last = 0
  return {
    open(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'x-wpp-companion': '0.1.0' })
      response.write(`retry: 1000\n\nid: ${last}\nevent: open\ndata: {"webhook":true}\n\n`)
      streams.add(response)
      const beats = setInterval(() => response.write(':\n\n'), BEAT)
      response.once('close', () => {
        streams.delete(response)
        clearInterval(beats)
      })
    },
    tell(session, { status, cause }) {
      last += 1
      const data = JSON.stringify({ session, status, ...(cause ? { cause } : {}), source: 'webhook', occurred_at: new Date().toISOString() })
      const event = `id: ${last}\nevent: state\ndata: ${data}\n\n`
      setTimeout(() => streams.forEach((stream) => stream.write(event)), delay())
    },
  }
}
