// The gateway of one signed-in AcademyOS connection: picks the dialect that answers, and picks again when the answers contradict it.
import { success, type Outcome } from '../../../shared/failure'
import type { ConnectionRecord } from '../../../shared/settings'
import type { Gateway, GatewayEnvironment, SecretSlots } from '../../core/ports'
import { authCalls } from './auth-calls'
import { deployedDialect } from './deployed-dialect'
import type { Dialect, Flavour } from './dialect'
import { detectFlavour, hintOf } from './flavour'
import { functionsClient } from './functions-client'
import { ownDialect } from './own-dialect'
import { provision } from './provision'
import { tokenKeeper } from './token-keeper'

/** Names of the connection's facts. */
export const PUBLIC_KEY = 'publicKey'
export const FLAVOUR = 'flavour'

/** A contradiction that asking again did not settle is not asked about more often than this, ms. */
const ASK_AGAIN = 60_000

/** Opens the gateway; asks nothing yet. */
export function openAcademyos(connection: ConnectionRecord, slots: SecretSlots, environment: GatewayEnvironment): Gateway {
  const { address, facts } = connection
  const { clock, log, timings } = environment
  const publicKey = facts[PUBLIC_KEY] ?? ''
  const tokens = tokenKeeper({ calls: authCalls(address, publicKey, environment), slots, clock, log })

  let flavour: Flavour = facts[FLAVOUR] === 'deployed' ? 'deployed' : 'own'
  let contradicted = false
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<Outcome<Flavour>> | null = null

  const call = functionsClient({
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
  const dialects: Readonly<Record<Flavour, Dialect>> = { own: ownDialect(tools), deployed: deployedDialect(tools) }

  function become(next: Flavour): void {
    if (flavour === next) return
    log.info('Another flavour of functions answers', { flavour: next })
    flavour = next
    contradicted = false
  }

  /** Settles a contradiction, if there is one and it was not looked into a moment ago. */
  async function settle(signal: AbortSignal): Promise<void> {
    if (!contradicted || (clock.now() - askedAt < ASK_AGAIN && !asking)) return
    askedAt = clock.now()
    asking ??= detectFlavour(call, signal).finally(() => (asking = null))
    const found = await asking
    contradicted = false
    if (found.ok) become(found.value)
  }

  /** Asks in the dialect believed in; if the answers show the other one, asks again in that. `repeats` = the result is worth nothing then. */
  async function ask<T>(question: (dialect: Dialect) => Promise<T>, signal: AbortSignal, repeats: (result: T) => boolean): Promise<T> {
    const believed = flavour
    const result = await question(dialects[believed])
    await settle(signal)
    return flavour !== believed && !signal.aborted && repeats(result) ? question(dialects[flavour]) : result
  }
  const always = (): boolean => true
  const unlessDone = (outcome: Outcome): boolean => !outcome.ok

  return {
    list: (signal) => ask((dialect) => dialect.rows(signal), signal, always),
    read: (number, signal) => ask((dialect) => dialect.read(number, signal), signal, always),
    // The deployed wpp-start may write a webhook address over a good one, and "disconnected" may be the platform's own outage.
    mayRestart: () => flavour === 'own',
    live: (cursor, signal) => ask((dialect) => dialect.live(cursor, signal), signal, always),
    start: (number, signal) => ask((dialect) => dialect.start(number, signal), signal, always),
    disconnect: (number, signal) => ask((dialect) => dialect.disconnect(number, signal), signal, unlessDone),
    async provision(request, signal) {
      const startedAt = clock.now()
      // The list comes first for its own sake (a lost answer is resolved by it) and settles the flavour before anything is made.
      const before = await ask((dialect) => dialect.rows(signal), signal, always)
      if (!before.ok) return before
      return provision(dialects[flavour], tools, { before: before.value, startedAt, request }, signal)
    },
    signOut: (signal) => tokens.signOut(signal),
  }
}

/** A token holder for the moment of signing in, when there is nothing to renew yet. */
export function heldToken(access: string): { access(): Promise<Outcome<string>>; renew(): Promise<Outcome<string>> } {
  return { access: async () => success(access), renew: async () => ({ ok: false, failure: { code: 'sign-in-expired', detail: 'functions: HTTP 401' } }) }
}
