// The messaging platform behind the deployed functions, as far as they show it: clients, accounts, codes, a phone.
import { randomBytes } from 'node:crypto'

interface Account {
  readonly session: string
  readonly apiKey: string
  state: 'offline' | 'starting' | 'qr' | 'connected'
  code: number
}

/** A platform whose accounts live in memory. A platform that is down refuses every call. */
export interface Platform {
  down: boolean
  /** New accounts stay `starting` until {@link release}. */
  holdStarting: boolean
  createClient(clientId: string): { readonly session: string; readonly apiKey: string }
  /** Answers `connected` or `starting`. */
  start(session: string): string
  status(session: string): 'offline' | 'starting' | 'qr' | 'connected'
  qr(session: string): string | null
  stop(session: string): void
  /** Started accounts get their code now. */
  release(): void
  /** The phone scans the code on the screen. */
  scan(session: string): void
  /** The phone unlinks the device or the link is lost. */
  drop(session: string): void
  /** WhatsApp replaces the code. */
  rotate(session: string): void
  readonly clients: ReadonlyMap<string, string>
}

/** Thrown by every call while the platform is down. */
export class PlatformDown extends Error {}

/** Starts an empty platform. The same client id always gets the same session and key back. */
export function newPlatform(): Platform {
  const accounts = new Map<string, Account>()
  const clients = new Map<string, string>()
  const account = (session: string): Account => {
    if (platform.down) throw new PlatformDown('connect ECONNREFUSED')
    const found = accounts.get(session)
    if (!found) throw new Error('404 {"error":"Account not found"}')
    return found
  }
  const known = (session: string): Account => {
    const found = accounts.get(session)
    if (!found) throw new Error(`No account ${session} in the stand-in`)
    return found
  }
  const text = (each: Account): string => `2@standin${each.session}n${each.code},QUJD,REVG,R0hJ`
  const platform: Platform = {
    down: false,
    holdStarting: false,
    clients,
    createClient(clientId) {
      if (platform.down) throw new PlatformDown('502 upstream')
      const session = clients.get(clientId) ?? String(clients.size + 42).padStart(13, '0')
      clients.set(clientId, session)
      const existing = accounts.get(session) ?? { session, apiKey: `key_${randomBytes(16).toString('hex')}`, state: 'offline' as const, code: 0 }
      accounts.set(session, existing)
      return { session, apiKey: existing.apiKey }
    },
    start(session) {
      const each = account(session)
      if (each.state === 'offline') {
        each.code += 1
        each.state = platform.holdStarting ? 'starting' : 'qr'
      }
      return each.state === 'qr' ? text(each) : each.state
    },
    status: (session) => account(session).state,
    qr(session) {
      const each = account(session)
      return each.state === 'qr' ? text(each) : null
    },
    stop(session) {
      account(session).state = 'offline'
    },
    release() {
      platform.holdStarting = false
      for (const each of accounts.values()) if (each.state === 'starting') each.state = 'qr'
    },
    scan(session) {
      known(session).state = 'connected'
    },
    drop(session) {
      known(session).state = 'offline'
    },
    rotate(session) {
      known(session).code += 1
    },
  }
  return platform
}
