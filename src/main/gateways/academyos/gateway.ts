// The gateway of one signed-in AcademyOS connection. It asks in the dialect of the functions that answer, and changes it when the answers contradict it.
import { success, type Outcome } from '../../../shared/model/failure'
import type { ConnectionRecord } from '../../../shared/model/settings'
import type { Gateway, GatewayEnvironment, SecretSlots } from '../../core/ports'
import { createAuthCalls } from './auth/auth-calls'
import { createDeployedDialect } from './deployed-dialect'
import type { Dialect, Flavour } from './dialect'
import { listen } from './events'
import { detectFlavour, hintOf } from './flavour'
import { createFunctionsClient } from './functions-client'
import { createOwnDialect } from './own-dialect'
import { provision } from './provision'
import { createTokenKeeper } from './auth/token-keeper'
import { unreadableRows } from './rows'

/** Names of the connection's facts. */
export const PUBLIC_KEY = 'publicKey'
export const FLAVOUR = 'flavour'

/** Shortest time between two detections of the flavour, ms: answers may go on contradicting it, for instance when a proxy drops the header. */
const ASK_AGAIN = 60_000

/** Opens the gateway; asks nothing yet. */
export function createAcademyosGateway(connection: ConnectionRecord, slots: SecretSlots, environment: GatewayEnvironment): Gateway {
  const { address, facts } = connection
  const { clock, log, timings } = environment
  const publicKey = facts[PUBLIC_KEY] ?? ''
  const tokens = createTokenKeeper({ calls: createAuthCalls(address, publicKey, environment), slots, clock, log })

  let flavour: Flavour = facts[FLAVOUR] === 'deployed' ? 'deployed' : 'own'
  let contradicted = false
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<Outcome<Flavour>> | null = null

  const call = createFunctionsClient({
    address,
    publicKey,
    tokens,
    environment,
    onAnswer(answer) {
      const hint = hintOf(flavour, answer)
      if (hint === 'is-own') become('own')
      if (hint === 'ask-again') contradicted = true
    },
  })
  const tools = { call, timings, clock }
  const dialects: Readonly<Record<Flavour, Dialect>> = { own: createOwnDialect(tools), deployed: createDeployedDialect(tools) }

  function become(next: Flavour): void {
    if (flavour === next) return
    log.info('Another flavour of functions answers', { flavour: next })
    flavour = next
    contradicted = false
  }

  /** Detects the flavour anew if an answer contradicted it and the last detection is long enough ago. */
  async function settle(signal: AbortSignal): Promise<void> {
    if (!contradicted || (clock.now() - askedAt < ASK_AGAIN && !asking)) return
    askedAt = clock.now()
    asking ??= detectFlavour(call, signal).finally(() => (asking = null))
    const found = await asking
    contradicted = false
    if (found.ok) become(found.value)
  }

  /** Asks in the current dialect. If the flavour turns out to be the other one and `repeats` says that the result is of no use then, asks again in that. */
  async function ask<T>(question: (dialect: Dialect) => Promise<T>, signal: AbortSignal, repeats: (result: T) => boolean): Promise<T> {
    const believed = flavour
    const result = await question(dialects[believed])
    await settle(signal)
    return flavour !== believed && !signal.aborted && repeats(result) ? question(dialects[flavour]) : result
  }
  /** Where the stream of events goes on after a break; null = it never began. */
  const place: { lastEventId: string | null } = { lastEventId: null }
  const always = (): boolean => true
  const unlessDone = (outcome: Outcome): boolean => !outcome.ok

  return {
    async list(signal) {
      const listed = await ask((dialect) => dialect.rows(signal), signal, always)
      if (!listed.ok) return listed
      const { rows, unreadable } = listed.value
      if (unreadable === 0) return success(rows)
      return success({ complete: false, readable: rows, failure: unreadableRows('list of numbers', unreadable) })
    },
    read: (number, signal) => ask((dialect) => dialect.read(number, signal), signal, always),
    // The deployed wpp-start may overwrite a good webhook address, and its "disconnected" may be an outage of the platform.
    mayRestart: () => flavour === 'own',
    live: (cursor, signal) => ask((dialect) => dialect.live(cursor, signal), signal, always),
    start: (number, signal) => ask((dialect) => dialect.start(number, signal), signal, always),
    disconnect: (number, signal) => ask((dialect) => dialect.disconnect(number, signal), signal, unlessDone),
    async provision(request, signal) {
      const startedAt = clock.now()
      // The list is read first for two reasons: a lost answer is resolved by comparing with it, and it settles the flavour before anything is created.
      const before = await ask((dialect) => dialect.rows(signal), signal, always)
      if (!before.ok) return before
      return provision(dialects[flavour], tools, { before: before.value, startedAt, request }, signal)
    },
    async events(listener, signal) {
      // Nothing older than our functions says anything by itself.
      if (flavour !== 'own') return { code: 'function-missing', detail: 'wpp-events' }
      return listen({ address, publicKey, tokens, environment, listener, place }, signal)
    },
    signOut: (signal) => tokens.signOut(signal),
  }
}

/** Hands out one token and cannot renew it: for the requests made while signing in. */
export function createHeldToken(access: string): { access(): Promise<Outcome<string>>; renew(): Promise<Outcome<string>> } {
  return { access: async () => success(access), renew: async () => ({ ok: false, failure: { code: 'sign-in-expired', detail: 'functions: HTTP 401' } }) }
}
