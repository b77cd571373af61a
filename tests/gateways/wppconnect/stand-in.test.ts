// The stand-in is held against the recording of the real server: the same requests, the same status, content type and shape of every answer.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { io, type Socket } from 'socket.io-client'
import { eventually } from '../../fakes/heard'
import { readEvents, readExchanges, shapeOf, type Exchange, type PushedEvent } from '../../standins/recording'
import { startWppconnect, type WppconnectStandIn } from '../../standins/wppconnect'

const RECORDED = readExchanges('wppconnect-server-2.10.4.jsonl')
const EVENTS = readEvents('wppconnect-server-2.10.4.events.jsonl')

let server: WppconnectStandIn
beforeEach(async () => {
  server = await startWppconnect({ secret: 'SECRET_OF_THE_SERVER', pace: null })
})
afterEach(() => server.stop())

/** What was done to the real server, and how long it took, before the request of that name. */
const BEFORE: Readonly<Record<string, (() => void | Promise<void>) | number>> = {
  'status after start +200': 200,
  'status after start +800': 600,
  'status after rotation': () => server.sessions.rotate('s1'),
  'status scanned': () => server.sessions.scan('s1'),
  'status after ready +500': 500,
  'status after ready +2000': 1500,
  'status after restart +300': 300,
  'status after restart +2000': 1700,
  'status after logout and start +500': 500,
  relinked() {
    server.sessions.scan('s1')
    server.pass(1500)
  },
  'status after unlink +1000'() {
    server.sessions.unlink('s1')
    server.pass(1000)
  },
  'status after unlink +2000': 1000,
  async 'show-all after boot'() {
    await server.boot()
    server.sessions.start('z1', undefined, () => undefined)
    server.sessions.start('k1', undefined, () => undefined)
    server.pass(500)
    server.sessions.scan('k1')
    server.pass(1500)
  },
  'k1 browser killed +500'() {
    server.sessions.killBrowser('k1', false)
    server.pass(500)
  },
  'k1 browser killed +8000': 7500,
  'k1 anew +2000': 2000,
  'z1 after 63 s unscanned': 49_000,
  'z1 after autoclose+start +1500': 1500,
  'z1 close+start +1500': 1500,
  'z1 close+start +4000': 2500,
  'server down': () => server.kill(),
}
/** The same for steps that were recorded several times: what was done the first, the second time … */
const EACH_TIME: Readonly<Record<string, readonly (() => void | Promise<void>)[]>> = {
  'k1 after server restart': [() => server.boot(), () => server.pass(62_000)],
}
const done: string[] = []
const tokens = new Map<string, string>()

async function tokenOf(segment: string): Promise<string> {
  const known = tokens.get(segment)
  if (known !== undefined) return known
  const response = await fetch(`${server.address}/api/${segment}/SECRET_OF_THE_SERVER/generate-token`, { method: 'POST' })
  const { token } = (await response.json()) as { token: string }
  tokens.set(segment, token)
  return token
}

/** Sends the request as it was recorded, with the stand-in's own token in place of the invented one. */
async function replay({ at_step, request }: Exchange): Promise<{ status: number | null; type: string | null; body: unknown }> {
  // A connection that is kept would break with the server's restart.
  const headers = new Headers({ ...request.headers, connection: 'close' })
  const sent = headers.get('authorization')
  const segment = at_step === 'status token of another session' ? 's1' : (request.path.split('/')[2] ?? '')
  if (sent?.includes('tok_invented')) headers.set('authorization', sent.replace('tok_invented_0001', await tokenOf(segment)))
  const malformed = at_step === 'malformed json'
  const body = malformed ? '{not json' : request.body === undefined || request.body === null ? undefined : JSON.stringify(request.body)
  if (body !== undefined) headers.set('content-type', 'application/json')
  const { method, path } = request
  try {
    const response = await fetch(server.address + path, { method, headers, ...(body === undefined ? {} : { body }) })
    const type = response.headers.get('content-type')
    const bytes = Buffer.from(await response.arrayBuffer())
    if (type?.startsWith('application/json')) return { status: response.status, type, body: JSON.parse(bytes.toString()) as unknown }
    return { status: response.status, type, body: type === 'image/png' ? bytes.subarray(0, 8).toString('base64') : null }
  } catch {
    return { status: null, type: null, body: null }
  }
}

function recordedAnswer({ response }: Exchange): { status: number | null; type: string | null; body: unknown } {
  const sent = response.headers?.['content-type'] ?? ''
  const type = sent === '' ? null : sent
  const json = type?.startsWith('application/json') === true
  const png = response.body as { first32_base64?: string } | null
  const first = png?.first32_base64 === undefined ? null : Buffer.from(png.first32_base64, 'base64').subarray(0, 8).toString('base64')
  return { status: response.status ?? null, type, body: json ? response.body : first }
}

/** An answer that is held until the session has its code: time passes meanwhile. */
async function whilePassing<T>(answer: Promise<T>): Promise<T> {
  let settled = false
  void answer.finally(() => (settled = true)).catch(() => undefined)
  await eventually(() => {
    if (!settled) server.pass(20)
    return settled
  }, 'an answer')
  return answer
}

/** Words by which the answers are told apart; everything else of them may differ. */
const wordsOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null ? ['status', 'message', 'error'].map((name) => (body as Record<string, unknown>)[name]) : body
const comparable = ({ status, type, body }: { status: number | null; type: string | null; body: unknown }): object => ({
  status,
  type,
  words: wordsOf(body),
  shape: shapeOf(body),
})

it('answers every recorded request as the real server did', async () => {
  const parallel: Promise<{ status: number | null; type: string | null; body: unknown }>[] = []
  const parallelRecorded: Exchange[] = []
  for (const [line, exchange] of RECORDED.entries()) {
    const times = done.filter((each) => each === exchange.at_step).length
    const before = EACH_TIME[exchange.at_step]?.[times] ?? (times === 0 ? BEFORE[exchange.at_step] : undefined)
    done.push(exchange.at_step)
    if (typeof before === 'number') server.pass(before)
    else await before?.()
    if (exchange.at_step.startsWith('parallel start')) {
      parallel.push(replay(exchange))
      parallelRecorded.push(exchange)
      if (parallel.length < 3) continue
      // Which of three simultaneous starts wins is chance.
      const answers = (await whilePassing(Promise.all(parallel))).map(comparable).map((each) => JSON.stringify(each))
      expect(answers.sort()).toEqual(parallelRecorded.map((each) => JSON.stringify(comparable(recordedAnswer(each)))).sort())
      continue
    }
    const holds = (exchange.request.body as { waitQrCode?: boolean } | null | undefined)?.waitQrCode === true && !exchange.at_step.startsWith('k1')
    const answer = holds ? await whilePassing(replay(exchange)) : await replay(exchange)
    expect(comparable(answer), `line ${line}: ${exchange.at_step}`).toEqual(comparable(recordedAnswer(exchange)))
  }
})

it('pushes events of the recorded names and shapes', async () => {
  const socket: Socket = io(server.address, { transports: ['websocket'] })
  const heard: PushedEvent[] = []
  socket.onAny((event: string, ...args: unknown[]) => heard.push({ event, args }))
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => void (heard.length >= count && resolve())
      socket.onAny(look)
      look()
    })
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  server.sessions.start('s1', undefined, () => undefined)
  server.pass(500)
  await until(1)
  server.sessions.scan('s1')
  server.pass(1500)
  await until(2)
  server.sessions.close('s1')
  await until(3)
  server.sessions.killBrowser('s1', false)
  server.sessions.start('s1', undefined, () => undefined)
  server.pass(500)
  await until(4)
  server.sessions.start('s4', '5511999999999', () => undefined)
  server.pass(500)
  await until(5)
  const shapes = (events: readonly PushedEvent[]): Set<string> =>
    new Set(events.filter(({ event }) => event !== undefined).map(({ event, args }) => JSON.stringify([event, shapeOf(args)])))
  expect(shapes(heard)).toEqual(shapes(EVENTS))
  socket.disconnect()
})
