// "Cannot check" is told once per connection: after five minutes, and after a final check that it is still so. An ended sign-in is told at once, once.
// A refused key is told for each number that has a key of its own.
import { hasTrait, type Failure } from '../../../shared/model/failure'
import { noticeId } from './notice'
import { cannotCheckText, signInText } from './notice-words'
import type { Draft, NoticeContext } from './notice-context'
import type { Happening } from '../session'

type CannotCheckHappening = Extract<Happening, { type: 'cannot-check' }>

/**
 * While ever fewer numbers are concerned, the backend is coming back, and the notice waits: if at the pace seen so far the rest is back within this, ms.
 * The pace is known after a minute, and after ten the notice waits no more.
 */
const REST_WITHIN = 300_000
const PACE_KNOWN = 60_000
const WAITS_MOST = 600_000

/** A final check before the notice: how many numbers were concerned, at the first of these checks and now, and when the first was made (epoch ms). */
interface FinalCheck {
  readonly first: number
  readonly size: number
  readonly since: number
}

/** True while the backend comes back fast enough to wait for it. */
function isComingBack({ first, size, since }: FinalCheck, left: number, now: number): boolean {
  const passed = now - since
  if (left >= size || passed >= WAITS_MOST) return false
  return passed < PACE_KNOWN || (left * passed) / (first - left) <= REST_WITHIN
}

interface Trouble {
  /** Numbers that cannot be checked, with what is still to be decided about each. */
  readonly numbers: Map<string, CannotCheckHappening | null>
  failure: Failure
  readonly since: number
  told: boolean
  finalCheck: FinalCheck | null
  signInTold: boolean
  /** A notice that a silence holds back: shown when the silence ends, if it is still true. */
  postponed: (() => void) | null
}

/** Watches what cannot be checked. */
export function createCannotCheck(context: NoticeContext) {
  const { options } = context
  const troubles = new Map<string, Trouble>()
  /** Numbers whose own key was refused; told apart from what concerns their connection. */
  const refused = new Set<string>()
  /** The same for refused keys: by number, what is to be shown. */
  const postponedKeys = new Map<string, { readonly connectionId: string; say(): void }>()

  const later = (connectionId: string): void => context.wait(connectionId, options.clock.now() + options.timingsFor(connectionId).cannotCheckNotice)

  /** What of a trouble has not been decided. After it was told that is the newest number at most: with 5,000 numbers the others must not be gone through each time. */
  function undecided(trouble: Trouble, newest?: string): CannotCheckHappening[] {
    if (trouble.told && newest !== undefined) {
      const open = trouble.numbers.get(newest)
      trouble.numbers.set(newest, null)
      return open ? [open] : []
    }
    const open = [...trouble.numbers.values()].filter((each) => each !== null)
    for (const key of trouble.numbers.keys()) trouble.numbers.set(key, null)
    return open
  }

  /** The backend may be back although no request was due: pauses between requests have grown long. Asks the numbers once more. True = another check is under way. */
  function checksAgain(connectionId: string, trouble: Trouble): boolean {
    const { finalCheck, numbers } = trouble
    const now = options.clock.now()
    const { outageCheck, requestDeadline } = options.timingsFor(connectionId)
    if (finalCheck && !isComingBack(finalCheck, numbers.size, now)) return false
    const next: FinalCheck = { first: finalCheck?.first ?? numbers.size, size: numbers.size, since: finalCheck?.since ?? now }
    trouble.finalCheck = next
    context.wait(connectionId, now + requestDeadline + outageCheck)
    void options.check([...numbers.keys()]).then(() => {
      // As many as may be asked at once have answered. If some are back, the next check asks others.
      if (troubles.get(connectionId) === trouble && trouble.finalCheck === next) context.wait(connectionId, options.clock.now() + outageCheck)
    })
    return true
  }

  /** Shows the notice now, or when the silence ends if the trouble lasts until then. */
  function say(connectionId: string, trouble: Trouble, draft: () => Draft, about: readonly Happening[]): void {
    trouble.postponed = null
    if (options.connection(connectionId).signIn === 'signed-out') return context.silence('by-operator', about)
    if (context.conclude(draft(), about)) return
    trouble.postponed = () => say(connectionId, trouble, draft, [])
    trouble.finalCheck = null
    context.wait(connectionId, context.recheckAt('warning'))
  }

  function sayKey(connectionId: string, key: string, failure: Failure, about: readonly Happening[]): void {
    postponedKeys.delete(key)
    if (options.connection(connectionId).signIn === 'signed-out') return context.silence('by-operator', about)
    const text = signInText(options.wording(), context.names([key])[0] ?? options.connection(connectionId).name, failure, 'number')
    if (context.conclude({ category: 'sign-in', subject: key, connectionId, sessionKey: key, severity: 'warning', text }, about)) return
    postponedKeys.set(key, { connectionId, say: () => sayKey(connectionId, key, failure, []) })
    context.wait(key, context.recheckAt('warning'))
  }

  function signInEnded(connectionId: string, trouble: Trouble, failure: Failure, about: readonly Happening[]): void {
    if (trouble.signInTold) return context.silence('already-told', about)
    const { name } = options.connection(connectionId)
    trouble.signInTold = true
    trouble.told = true
    context.forget(connectionId)
    say(
      connectionId,
      trouble,
      () => ({
        category: 'sign-in',
        subject: connectionId,
        connectionId,
        sessionKey: null,
        severity: 'warning',
        text: signInText(options.wording(), name, failure),
      }),
      about,
    )
  }

  /** A refused key concerns its own number only: it is told once, by name, until the key is accepted again. */
  function keyRefused(connectionId: string, key: string, failure: Failure, about: readonly Happening[]): void {
    if (refused.has(key)) return context.silence('already-told', about)
    refused.add(key)
    sayKey(connectionId, key, failure, about)
  }

  /** Takes a number out of its connection's trouble; returns what was still to be decided about it. */
  function takeOut(connectionId: string, key: string): CannotCheckHappening | null {
    const trouble = troubles.get(connectionId)
    const open = trouble?.numbers.get(key)
    if (!trouble || open === undefined) return null
    trouble.numbers.delete(key)
    if (trouble.numbers.size > 0) return open
    troubles.delete(connectionId)
    context.forget(connectionId)
    for (const category of ['cannot-check', 'sign-in'] as const) options.withdraw(noticeId(category, connectionId))
    return open
  }

  function clear(connectionId: string, key: string): void {
    if (refused.delete(key)) options.withdraw(noticeId('sign-in', key))
    if (postponedKeys.delete(key)) context.forget(key)
    const open = takeOut(connectionId, key)
    if (open) context.silence(options.session(key) ? 'checked-again' : 'removed', [open])
  }

  return {
    cannotCheck(happening: CannotCheckHappening): void {
      const { connectionId, key, failure, at } = happening
      if (failure.code === 'key-rejected' && options.connection(connectionId).keyPerNumber) {
        const waited = takeOut(connectionId, key)
        return keyRefused(connectionId, key, failure, waited ? [waited, happening] : [happening])
      }
      const known = troubles.get(connectionId)
      const trouble = known ?? {
        numbers: new Map<string, CannotCheckHappening | null>(),
        failure,
        since: at,
        told: false,
        finalCheck: null,
        signInTold: false,
        postponed: null,
      }
      troubles.set(connectionId, trouble)
      trouble.failure = failure
      // The same number with a graver reason: the sign-in notice answers for both.
      const earlier = trouble.numbers.get(key)
      trouble.numbers.set(key, happening)
      if (hasTrait(failure.code, 'signIn')) {
        if (earlier) context.silence('already-told', [earlier])
        signInEnded(connectionId, trouble, failure, undecided(trouble, key))
      } else if (trouble.told) context.silence('already-told', undecided(trouble, key))
      else if (!known) later(connectionId)
    },

    canCheck: clear,
    removed: clear,

    /** Five minutes have passed, or a silence is over; the subject is a connection, or a number whose key was refused. */
    due(subject: string): void {
      postponedKeys.get(subject)?.say()
      const trouble = troubles.get(subject)
      if (trouble?.postponed) {
        const over = options.silenceFor(null, 'warning') === null
        if (over && !trouble.signInTold && checksAgain(subject, trouble)) return
        return trouble.postponed()
      }
      if (!trouble || trouble.told || checksAgain(subject, trouble)) return
      trouble.told = true
      const draft = (): Draft => {
        const keys = [...trouble.numbers.keys()]
        const text = cannotCheckText(options.wording(), options.connection(subject).name, context.names(keys), trouble.failure, trouble.since)
        return { category: 'cannot-check', subject, connectionId: subject, sessionKey: keys.length === 1 ? (keys[0] ?? null) : null, severity: 'warning', text }
      }
      say(subject, trouble, draft, undecided(trouble))
    },

    /** Awake again: what happened asleep does not count. */
    rearm(): void {
      for (const [connectionId, trouble] of troubles) {
        trouble.finalCheck = null
        if (trouble.postponed) context.wait(connectionId, context.quietUntil(connectionId))
        else if (!trouble.told) later(connectionId)
      }
      for (const [key, { connectionId }] of postponedKeys) context.wait(key, context.quietUntil(connectionId))
    },
  }
}
