// The simulated platform behind its HTTP interfaces: numbers, keys, tokens and timers.
import { randomUUID } from 'node:crypto'
import type { SandboxPhoneAction } from '../shared/ipc/snapshot'
import { apiKeyOf, newToken, pairingString } from './codes'
import { advance, linkAtOnce, newNumber, start, stop, usePhone, type SandboxTimings, type SimulatedEvent, type SimulatedNumber } from './number-model'
import { openStateFile, type SavedState } from './state-file'
import { webhooks } from './webhooks'

/** The platform behind both interfaces, the wire's and the control's. */
export type Platform = Awaited<ReturnType<typeof openPlatform>>

/** A key and the session it opens. */
export interface IssuedNumber {
  readonly apiKey: string
  readonly session: string
}

/** Opens the platform whose state lies in `dir`. Linked numbers come back as they were; attempts under way have ended. */
export async function openPlatform(dir: string, timings: SandboxTimings) {
  const now = (): number => Date.now()
  const numbers = new Map<string, SimulatedNumber>()
  const byOrganization = new Map<string, SimulatedNumber>()
  const byKey = new Map<string, SimulatedNumber>()
  const tokens = new Map<string, { readonly number: SimulatedNumber; readonly expiresAt: number }>()
  const timers = new Map<string, NodeJS.Timeout>()
  const hooks = webhooks(now)
  let counter = 0

  const snapshot = (): SavedState => ({ version: 1, seed, counter, numbers: [...numbers.values()].map(saved) })
  const file = await openStateFile(dir, snapshot)
  const { seed } = file.initial
  counter = file.initial.counter
  for (const { connected, ...facts } of file.initial.numbers) {
    keep({ ...newNumber(facts.session, facts.organizationId), ...facts, phase: connected ? 'connected' : 'offline' })
  }

  function keep(number: SimulatedNumber): void {
    numbers.set(number.session, number)
    byKey.set(apiKeyOf(seed, number.session), number)
    if (!number.removed) byOrganization.set(number.organizationId, number)
  }

  /** Posts events, sets the timer of the next change, and saves what has to survive a restart. */
  function settle(number: SimulatedNumber, events: readonly SimulatedEvent[]): void {
    for (const event of events) if (number.webhook !== null) hooks.post(number.webhook, number.session, event)
    clearTimeout(timers.get(number.session))
    timers.delete(number.session)
    if (number.phaseEndsAt === null) return
    const timer = setTimeout(() => letTimePass(number), Math.max(1, number.phaseEndsAt - now()))
    timers.set(number.session, timer)
  }

  function letTimePass(number: SimulatedNumber): void {
    const events = advance(number, now(), timings, pairingString)
    settle(number, events)
    // A new code is not saved. If the disk is full the next change tries again, and the platform goes on meanwhile.
    if (events.some((event) => event.type !== 'qr')) void file.save().catch(() => undefined)
  }

  // Timers may fire late (the computer slept), so every request first applies the timeouts that are due.
  function catchUp(number: SimulatedNumber): SimulatedNumber {
    if (number.phaseEndsAt !== null && number.phaseEndsAt <= now()) letTimePass(number)
    return number
  }

  async function change(number: SimulatedNumber, events: readonly SimulatedEvent[]): Promise<void> {
    settle(number, events)
    await file.save()
  }

  return {
    timings,
    numbers: (): SimulatedNumber[] => [...numbers.values()].filter((each) => !each.removed).map(catchUp),

    /** A number the platform knows, as it stands now; null = unknown or removed. */
    number(session: string): SimulatedNumber | null {
      const known = numbers.get(session)
      return known && !known.removed ? catchUp(known) : null
    },

    apiKeyOf: (number: SimulatedNumber): string => apiKeyOf(seed, number.session),

    /** The organisation's number: a new one, or the one it has. */
    async issue(organizationId: string = randomUUID(), linked = false): Promise<IssuedNumber & { readonly number: SimulatedNumber }> {
      let number = byOrganization.get(organizationId)
      if (!number) {
        counter += 1
        number = newNumber(String(counter).padStart(13, '0'), organizationId)
        keep(number)
        if (linked) linkAtOnce(number)
      }
      await file.save()
      return { apiKey: apiKeyOf(seed, number.session), session: number.session, number }
    },

    /** A token for a key; null = the key is unknown or revoked. */
    signIn(apiKey: string): { readonly token: string; readonly lifetimeMs: number } | null {
      const number = byKey.get(apiKey)
      if (!number || number.keyRevoked) return null
      const at = now()
      for (const [token, each] of tokens) {
        if (each.expiresAt > at) break // Oldest first: all later ones are younger.
        tokens.delete(token)
      }
      const token = newToken()
      tokens.set(token, { number, expiresAt: at + timings.token })
      return { token, lifetimeMs: timings.token }
    },

    /** The number a token belongs to; null = unknown, expired, or its key was revoked. */
    ownerOf(token: string): SimulatedNumber | null {
      const held = tokens.get(token)
      return held && held.expiresAt > now() && !held.number.keyRevoked ? held.number : null
    },

    /** Starts an attempt. Attempts do not survive a restart, so nothing is saved. */
    start(number: SimulatedNumber): void {
      start(number, now(), timings)
      settle(number, [])
    },

    stop: (number: SimulatedNumber): Promise<void> => change(number, stop(number)),

    async setWebhook(number: SimulatedNumber, url: string): Promise<void> {
      number.webhook = url
      await file.save()
    },

    /** False = the phone cannot do that now. */
    async usePhone(number: SimulatedNumber, action: SandboxPhoneAction): Promise<boolean> {
      const events = usePhone(number, action, now(), timings)
      if (events) await change(number, events)
      return events !== null
    },

    async remove(number: SimulatedNumber): Promise<void> {
      number.removed = true
      byOrganization.delete(number.organizationId)
      await change(number, stop(number))
    },

    async setKeyRevoked(number: SimulatedNumber, revoked: boolean): Promise<void> {
      number.keyRevoked = revoked
      await file.save()
    },

    async close(): Promise<void> {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      await Promise.all([file.save(), hooks.close()])
    },
  }
}

function saved(number: SimulatedNumber): SavedState['numbers'][number] {
  const { session, organizationId, cause, linkedPhone, phoneOnline, webhook, removed, keyRevoked } = number
  // A phone that has scanned but is still linking does not count as linked.
  const linked = number.phase === 'linking' ? null : linkedPhone
  return { session, organizationId, connected: number.phase === 'connected', cause, linkedPhone: linked, phoneOnline, webhook, removed, keyRevoked }
}
