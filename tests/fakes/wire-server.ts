// A real HTTP server on loopback that answers as a test says and remembers what it was asked.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as the server saw it. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

/** What to answer: an object is sent as JSON, a function gets the response object. */
export type WireAnswer =
  | { readonly status?: number; readonly json?: unknown; readonly text?: string; readonly type?: string; readonly headers?: Record<string, string> }
  | ((response: ServerResponse) => void)

/** Starts on a free port; `answer` may be exchanged at any time. */
export class WireServer {
  readonly seen: SeenRequest[] = []
  answer: (request: SeenRequest) => WireAnswer | Promise<WireAnswer> = () => ({ json: {} })
  private readonly server: Server = createServer((request, response) => void this.serve(request, response))

  static async start(): Promise<WireServer> {
    const wire = new WireServer()
    await new Promise<void>((resolve) => wire.server.listen(0, '127.0.0.1', resolve))
    wire.address = `http://127.0.0.1:${(wire.server.address() as AddressInfo).port}`
    return wire
  }

  /** Base address; stays after the server is closed. */
  address = ''

  /** Requests to paths that contain the text. */
  asked(part: string): SeenRequest[] {
    return this.seen.filter((each) => each.path.includes(part))
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const seen = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    }
    this.seen.push(seen)
    const answer = await this.answer(seen)
    if (typeof answer === 'function') return answer(response)
    const type = answer.type ?? (answer.text === undefined ? 'application/json' : 'text/plain')
    response.writeHead(answer.status ?? 200, { 'content-type': type, ...answer.headers })
    response.end(answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json)))
  }
}
