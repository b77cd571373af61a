// Numbers of a hosted service as all of its stand-ins hold them, and the server that they share. Nothing of the app is imported.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toDataURL } from 'qrcode'

/** One number at the service. */
export interface HostedNumber {
  readonly id: string
  /** The key of this number. */
  token: string
  linked: boolean
  phone: string | null
  /** The service's own word where it is neither linked nor unlinked. */
  word: string | null
  /** Codes that were issued. */
  codes: number
  /** WhatsApp asks for a passkey in place of showing a code. */
  passkey: boolean
  /** Messages that go out by themselves once it is linked. */
  waiting: number
  /** A code to type is out. */
  typed: boolean
  /** The code that is out: text and image. */
  code: { readonly text: string; readonly image: string } | null
}

/** One request as a service sees it. */
export interface Asked {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What a service answers. A text is sent as it is. */
export interface Answer {
  readonly status?: number
  readonly json?: unknown
  readonly text?: string
}

/** A service over real HTTP on loopback. Its rules are in the files beside this one. */
export class HostedStandIn {
  /** Requests so far, e.g. `GET /health?wakeup=false`; keys replaced by KEY. */
  readonly asked: string[] = []
  /** What is answered in place of the service, e.g. an outage; null = the service answers. */
  instead: Answer | null = null
  address = ''
  private readonly numbers = new Map<string, HostedNumber>()
  private readonly http: Server

  constructor(
    answer: (asked: Asked, service: HostedStandIn) => Answer | Promise<Answer>,
    public key = 'canary-account-key',
  ) {
    this.http = createServer((request, response) => void this.serve(request, response, answer))
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve))
    this.address = `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`
    return this
  }

  async close(): Promise<void> {
    this.http.closeAllConnections()
    await new Promise((resolve) => this.http.close(resolve))
  }

  /** A number of the account; its key is a canary. */
  add(id: string, phone: string | null = null): HostedNumber {
    const number: HostedNumber = {
      id,
      token: `canary-token-${id}`,
      linked: phone !== null,
      phone,
      word: null,
      codes: 0,
      passkey: false,
      waiting: 0,
      typed: false,
      code: null,
    }
    this.numbers.set(id, number)
    return number
  }

  get(id: string): HostedNumber | undefined {
    return this.numbers.get(id)
  }

  byToken(token: string | undefined): HostedNumber | undefined {
    return this.all().find((each) => each.token === token)
  }

  all(): HostedNumber[] {
    return [...this.numbers.values()]
  }

  /** WhatsApp issues the next code. */
  async issue(number: HostedNumber): Promise<{ readonly text: string; readonly image: string }> {
    number.codes += 1
    const text = `2@code${number.codes}of${number.id}${'Ab3dEf'.repeat(12)},${'pubkey'.repeat(7)}=,${'idkey'.repeat(8)}=,${'adv'.repeat(10)}=`
    number.code = { text, image: await toDataURL(text) }
    return number.code
  }

  /** WhatsApp issues a code to type. */
  spell(number: HostedNumber): string {
    number.typed = true
    return 'ABCD1234'
  }

  /** The phone uses the code that is out. */
  scan(id: string, phone: string): void {
    const number = this.numbers.get(id)
    if (!number?.code && number?.typed !== true) throw new Error(`${id} shows no code`)
    Object.assign(number, { linked: true, phone, word: null, code: null, typed: false, passkey: false, waiting: 0 })
  }

  /** The phone's owner unlinks it, or the service logs it out. */
  unlink(id: string): void {
    Object.assign(this.numbers.get(id) ?? {}, { linked: false, code: null })
  }

  private async serve(
    request: IncomingMessage,
    response: ServerResponse,
    answer: (asked: Asked, service: HostedStandIn) => Answer | Promise<Answer>,
  ): Promise<void> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const url = new URL(request.url ?? '/', this.address)
    const hidden = [this.key, ...this.all().map(({ token }) => token)].reduce((text, key) => text.replaceAll(key, 'KEY'), url.pathname + url.search)
    this.asked.push(`${request.method ?? ''} ${hidden}`)
    const {
      status = 200,
      json,
      text,
    } = this.instead ?? (await answer({ method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: request.headers, body }, this))
    response.writeHead(status, { 'content-type': text === undefined ? 'application/json' : 'text/plain' })
    response.end(text ?? JSON.stringify(json))
  }
}
