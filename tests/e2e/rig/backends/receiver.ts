// People outside, as far as the app can see them: a webhook receiver and Telegram's Bot API on loopback. Remembers every byte it got.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createChanges } from '../changes'
import type { World } from '../world'

/** One request as it arrived. */
export interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly raw: string
  /** The parsed body. */
  readonly body: {
    readonly type?: string
    readonly text?: string
    readonly chat_id?: string
    readonly count?: number
    readonly numbers?: readonly Readonly<Record<string, unknown>>[]
  }
}

/** The receiver. */
export interface Receiver {
  readonly address: string
  readonly received: readonly Received[]
  /** Answers 500 to everything while true. */
  broken: boolean
  /** The Bot API knows only this token. */
  token: string
  waitFor(what: string, fits: (received: Received) => boolean): Promise<Received>
}

/** Starts it; it ends with the world. */
export async function receiverIn(world: World): Promise<Receiver> {
  const received: Received[] = []
  const changes = createChanges()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.once('end', () => {
      const path = request.url ?? '/'
      const raw = Buffer.concat(chunks).toString('utf8')
      received.push({ path, headers: request.headers, raw, body: JSON.parse(raw) as Received['body'] })
      const [status, json] = receiver.broken ? [500, {}] : path.startsWith('/bot') ? bot(path) : [204, null]
      response.writeHead(status, { 'content-type': 'application/json' }).end(json === null ? '' : JSON.stringify(json))
      changes.changed()
    })
  })
  const bot = (path: string): [number, unknown] => {
    if (!path.startsWith(`/bot${receiver.token}/`)) return [401, { ok: false, error_code: 401, description: 'Unauthorized' }]
    return [200, { ok: true, result: path.endsWith('/getMe') ? { id: 1, is_bot: true, username: 'duty_bot' } : { message_id: received.length } }]
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  world.onStop(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const receiver: Receiver = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    broken: false,
    token: '',
    waitFor: (what, fits) =>
      changes.until(
        what,
        () => received.find(fits),
        undefined,
        () => received.map(({ path, body }) => [path.replace(/bot[^/]+/, 'bot…'), body.type ?? body.text]),
      ),
  }
  return receiver
}

/** Whether a request carries the signature that the secret gives. */
export function isSigned({ headers, raw }: Received, secret: string): boolean {
  return (
    headers['x-wpp-signature'] ===
    `v1=${createHmac('sha256', secret)
      .update(`${String(headers['x-wpp-timestamp'])}.${raw}`)
      .digest('hex')}`
  )
}
