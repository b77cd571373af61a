// The gateway on a stand-in of the server, with a clock that a test moves and a log whose lines it can read.
import { wppconnectKind } from '../../../src/main/gateways/wppconnect'
import type { Gateway, HttpFetch, NumberRef } from '../../../src/main/core/ports'
import type { Timings } from '../../../src/shared/timings'
import { connectionRecord, environment, MemorySlots, MovableClock } from '../../fakes/gateways/gateway-rig'
import { SilentLog } from '../../fakes/silent-log'
import { startWppconnect, type WppconnectStandIn } from '../../standins/wppconnect'

/** A signed-in gateway and what belongs to it. */
export interface Rig {
  readonly server: WppconnectStandIn
  readonly gateway: Gateway
  readonly clock: MovableClock
  readonly log: SilentLog
  readonly secrets: MemorySlots
  /** What the gateway asked since the last look, in order: method and last part of the path; tokens left out. */
  asked(): string[]
}

/** A connection that is closed after each request: a kept one would break when the server dies, and the test could not tell the two apart. */
const fresh: HttpFetch = (url, init) => {
  const headers = new Headers(init.headers)
  headers.set('connection', 'close')
  return fetch(url, { ...init, headers })
}

/** Opens it; sessions of the stand-in go on when the test lets time pass. */
export async function openRig(timings: Partial<Timings> = {}): Promise<Rig> {
  const server = await startWppconnect({ pace: null })
  const clock = new MovableClock()
  const log = new SilentLog()
  const secrets = new MemorySlots()
  secrets.kept.set('secretKey', server.secret)
  const gateway = wppconnectKind.open(connectionRecord('wppconnect', server.address), secrets, { ...environment({ clock, fetch: fresh, timings }), log })
  let looked = 0
  return {
    server,
    gateway,
    clock,
    log,
    secrets,
    asked() {
      const news = server.seen.slice(looked)
      looked = server.seen.length
      return news.map(({ method, path }) => `${method} ${path.split('/').at(-1) ?? ''}`).filter((each) => each !== 'POST generate-token')
    },
  }
}

/** A number as the gateway needs it. */
export const numberOf = (sessionId: string): NumberRef => ({ sessionId, facts: {} })
