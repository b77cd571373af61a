// A reverse proxy on a loopback port between a gateway and its server: it counts requests, and a test says what comes in place of an answer.
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** What becomes of a request: it passes, its connection is cut, it is never answered, it is answered so, or its JSON answer is changed on the way. */
export type Fault =
  | 'pass'
  | 'cut'
  | 'hold'
  | { readonly status?: number; readonly type?: string; readonly text: string; readonly headers?: Record<string, string> }
  | { readonly status?: number; readonly change: (json: unknown) => unknown }

/** A running proxy. */
export class FaultProxy {
  address = ''
  /** Requests so far, e.g. `GET /api/sessions`; as sent, so keys in paths are in it. */
  readonly seen: string[] = []
  /** Decides by the number of the request, counted from 0 since the rule was set. */
  private rule: (count: number) => Fault = () => 'pass'
  private count = 0
  private onHeld: (() => void) | null = null
  private readonly tunnels = new Set<Socket>()
  private readonly http = createServer((request, response) => this.serve(request, response))

  private constructor(private readonly target: URL) {
    this.http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.tunnel(request, socket, head))
  }

  static async start(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(new URL(target))
    await new Promise<void>((resolve) => proxy.http.listen(0, '127.0.0.1', resolve))
    proxy.address = `http://127.0.0.1:${(proxy.http.address() as AddressInfo).port}`
    return proxy
  }

  /** From now on; a function decides for each request. */
  set(rule: Fault | ((count: number) => Fault)): void {
    this.rule = typeof rule === 'function' ? rule : () => rule
    this.count = 0
  }

  /** Settles when a request is held. */
  held(): Promise<void> {
    return new Promise((resolve) => (this.onHeld = resolve))
  }

  /** Breaks every connection that is open now. */
  cutAll(): void {
    this.tunnels.forEach((socket) => socket.destroy())
    this.http.closeAllConnections()
  }

  async close(): Promise<void> {
    this.cutAll()
    await new Promise((resolve) => this.http.close(resolve))
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    this.seen.push(`${request.method ?? ''} ${request.url ?? ''}`)
    const fault = this.rule(this.count)
    this.count += 1
    if (fault === 'cut') request.socket.destroy()
    else if (fault === 'hold') this.onHeld?.()
    else if (fault === 'pass') this.pass(request, response)
    else if ('change' in fault) this.pass(request, response, fault)
    else {
      request.resume()
      response.writeHead(fault.status ?? 200, { 'content-type': fault.type ?? 'application/json', ...fault.headers }).end(fault.text)
    }
  }

  private pass(request: IncomingMessage, response: ServerResponse, changed?: Extract<Fault, { change: unknown }>): void {
    const { method, url, headers } = request
    const { hostname, port } = this.target
    const onward = forward({ hostname, port, path: url, method, headers: { ...headers, connection: 'close' }, agent: false }, (answer) => {
      if (changed) return void this.change(answer, response, changed)
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    // A stream of events ends at its server when nobody listens any more.
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  }

  /** Sends the answer on with its JSON changed; another answer as it is. */
  private async change(answer: IncomingMessage, response: ServerResponse, { change, status }: Extract<Fault, { change: unknown }>): Promise<void> {
    let text = ''
    for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) text += chunk
    try {
      text = JSON.stringify(change(JSON.parse(text)))
    } catch {
      // No JSON.
    }
    const { 'content-length': _length, ...headers } = answer.headers
    response.writeHead(status ?? answer.statusCode ?? 502, headers).end(text)
  }

  /** WebSockets pass as they are. */
  private tunnel({ method, url, rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer): void {
    const onward = connect(Number(this.target.port), this.target.hostname, () => {
      const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1] ?? ''}`] : []))
      onward.write(`${method ?? ''} ${url ?? ''} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    this.tunnels.add(onward)
    for (const end of [socket, onward])
      end
        .on('error', () => undefined)
        .on('close', () => {
          onward.destroy()
          socket.destroy()
          this.tunnels.delete(onward)
        })
  }
}
