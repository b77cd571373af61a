// Controls the backends. They run in a process of their own, so that their work is not measured.
import { fork } from 'node:child_process'
import { join } from 'node:path'

/** The account to sign in with, by the fields of the form. */
export interface Account {
  readonly address: string
  readonly publicKey: string
  readonly login: string
  readonly password: string
}

/** What the platform says of a number. */
export interface NumberState {
  readonly status: 'starting' | 'qr_issued' | 'connected' | 'disconnected'
  readonly qr?: string
  readonly cause?: 'logged-out'
}

/** Requests to functions: how many, how many at once at most, and at most about one number. */
export interface Counts {
  readonly requests: number
  readonly most: number
  readonly mostPerSession: number
  /** Under way now. */
  readonly now: number
}

/** Calls to the process. */
export type GatewayCall =
  | { readonly do: 'open'; readonly numbers: number; readonly latencyMs: number; readonly first?: number; readonly push?: boolean }
  | { readonly do: 'set'; readonly address: string; readonly session: string; readonly state: NumberState }
  | { readonly do: 'sessions'; readonly address: string }
  | { readonly do: 'counts'; readonly address: string; readonly reset: boolean }
  | { readonly do: 'latency'; readonly address: string; readonly ms: number }
  | { readonly do: 'hang'; readonly address: string; readonly on: boolean }

/** The results of the calls. */
export type GatewayReply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string }

/** One backend with its numbers, all connected at first. */
export interface BenchGateway extends Account {
  /** Changes a number; answers when, epoch ms. */
  set(session: string, state: NumberState): Promise<number>
  sessions(): Promise<readonly { readonly session: string; readonly status: NumberState['status'] }[]>
  counts(reset?: boolean): Promise<Counts>
  latency(ms: number): Promise<void>
  /** True = no request is answered from now on; false = all are answered again. */
  hang(on: boolean): Promise<void>
}

/** The process. */
export interface GatewayProcess {
  /** `first` = number of its first session, default 1; `push` = it has wpp-events. */
  open(options: { readonly numbers: number; readonly latencyMs: number; readonly first?: number; readonly push?: boolean }): Promise<BenchGateway>
  stop(): Promise<void>
}

/** Starts it. */
export async function startGateways(): Promise<GatewayProcess> {
  const child = fork(join(import.meta.dirname, 'gateway.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let last = 0
  child.on('message', (reply: GatewayReply) => {
    const asked = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('error' in reply) asked?.reject(new Error(reply.error))
    else asked?.resolve(reply.value)
  })
  child.once('exit', () => {
    for (const each of waiting.values()) each.reject(new Error('The backends ended'))
  })
  const call = <T>(wanted: GatewayCall): Promise<T> =>
    new Promise((resolve, reject) => {
      last += 1
      waiting.set(last, { resolve: (value) => resolve(value as T), reject })
      child.send({ id: last, call: wanted })
    })
  return {
    async open(options) {
      const account = await call<Account>({ do: 'open', ...options })
      const { address } = account
      return {
        ...account,
        set: (session, state) => call({ do: 'set', address, session, state }),
        sessions: () => call({ do: 'sessions', address }),
        counts: (reset = false) => call({ do: 'counts', address, reset }),
        latency: (ms) => call({ do: 'latency', address, ms }),
        hang: (on) => call({ do: 'hang', address, on }),
      }
    },
    async stop() {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.disconnect()
      await ended
    },
  }
}
