// "Cannot check" is said once per connection after five minutes of it, and a last look that it is still so; an ended sign-in at once, once; a refused key of its own for each number.
import type { Failure } from '../../shared/failure'
import { noticeId } from './notice'
import { cannotCheckText, signInText } from './notice-words'
import { silenceNow, type Draft, type PolicyRoom } from './policy-room'
import { SIGN_IN_FAILURES } from './session-machine'
import type { Happening } from './session-state'

type Blind = Extract<Happening, { type: 'cannot-check' }>

/** A backend that is coming back is waited for so long at most before it is told that it cannot be checked, ms. */
const COMING_BACK = 60_000

/** The last look: how many numbers were in trouble when it was taken, and when the first was. */
interface Look {
  readonly size: number
  readonly since: number
}

interface Trouble {
  /** Numbers that cannot be checked, with what is still to be decided about each. */
  readonly numbers: Map<string, Blind | null>
  failure: Failure
  readonly since: number
  told: boolean
  look: Look | null
  signInTold: boolean
  /** What a silence kept from being told: said when it ends, if it is still true. */
  owed: (() => void) | null
}

/** Watches what cannot be checked. */
export function blindness(room: PolicyRoom) {
  const { options } = room
  const troubles = new Map<string, Trouble>()
  /** Numbers whose own key was refused; told apart from what concerns their connection. */
  const refused = new Set<string>()
  /** The same for a refused key: its number -> what is to be said. */
  const owedKeys = new Map<string, { readonly connectionId: string; say(): void }>()

  const later = (connectionId: string): void => room.wait(connectionId, options.clock.now() + options.timingsFor(connectionId).cannotCheckNotice)

  /** What is open of a trouble. Once it was told that is the newest at most: five thousand numbers must not look at each other. */
  function undecided(trouble: Trouble, newest?: string): Blind[] {
    if (trouble.told && newest !== undefined) {
      const open = trouble.numbers.get(newest)
      trouble.numbers.set(newest, null)
      return open ? [open] : []
    }
    const open = [...trouble.numbers.values()].filter((each) => each !== null)
    for (const key of trouble.numbers.keys()) trouble.numbers.set(key, null)
    return open
  }

  /** Pauses between questions have grown long meanwhile: the backend may be back. True = another look is on its way. */
  function looksAgain(connectionId: string, trouble: Trouble): boolean {
    const { look, numbers } = trouble
    const now = options.clock.now()
    const { outageCheck, requestDeadline } = options.timingsFor(connectionId)
    if (look && (numbers.size >= look.size || now - look.since >= COMING_BACK)) return false
    const next: Look = { size: numbers.size, since: look?.since ?? now }
    trouble.look = next
    room.wait(connectionId, Math.min(now + requestDeadline + outageCheck, next.since + COMING_BACK))
    void options.check([...numbers.keys()]).then(() => {
      // As many as may be asked at once have answered; if that went well for some, the next look asks others.
      if (troubles.get(connectionId) === trouble && trouble.look === next) room.wait(connectionId, options.clock.now() + outageCheck)
    })
    return true
  }

  /** Says it, or as soon as the silence ends: the trouble lasts. */
  function say(connectionId: string, trouble: Trouble, draft: () => Draft, about: readonly Happening[]): void {
    trouble.owed = null
    if (options.connection(connectionId).signIn === 'signed-out') return room.silence('by-operator', about)
    if (room.conclude(draft(), about)) return
    trouble.owed = () => say(connectionId, trouble, draft, [])
    trouble.look = null
    room.wait(connectionId, room.lookAgainAt('warning'))
  }

  function sayKey(connectionId: string, key: string, failure: Failure, about: readonly Happening[]): void {
    owedKeys.delete(key)
    if (options.connection(connectionId).signIn === 'signed-out') return room.silence('by-operator', about)
    const text = signInText(options.wording(), room.names([key])[0] ?? options.connection(connectionId).name, failure, 'number')
    if (room.conclude({ category: 'sign-in', subject: key, connectionId, sessionKey: key, severity: 'warning', text }, about)) return
    owedKeys.set(key, { connectionId, say: () => sayKey(connectionId, key, failure, []) })
    room.wait(key, room.lookAgainAt('warning'))
  }

  function signInEnded(connectionId: string, trouble: Trouble, failure: Failure, about: readonly Happening[]): void {
    if (trouble.signInTold) return room.silence('already-told', about)
    const { name } = options.connection(connectionId)
    trouble.signInTold = true
    trouble.told = true
    room.forget(connectionId)
    say(connectionId, trouble, () => ({ category: 'sign-in', subject: connectionId, connectionId, sessionKey: null, severity: 'warning', text: signInText(options.wording(), name, failure) }), about)
  }

  /** A refused key is its number's own matter: each is told once, by name, until it is accepted again. */
  function keyRefused(connectionId: string, key: string, failure: Failure, about: readonly Happening[]): void {
    if (refused.has(key)) return room.silence('already-told', about)
    refused.add(key)
    sayKey(connectionId, key, failure, about)
  }

  /** Takes a number out of its connection's trouble; returns what was still to be decided about it. */
  function takeOut(connectionId: string, key: string): Blind | null {
    const trouble = troubles.get(connectionId)
    const open = trouble?.numbers.get(key)
    if (!trouble || open === undefined) return null
    trouble.numbers.delete(key)
    if (trouble.numbers.size > 0) return open
    troubles.delete(connectionId)
    room.forget(connectionId)
    for (const category of ['cannot-check', 'sign-in'] as const) options.withdraw(noticeId(category, connectionId))
    return open
  }

  function clear(connectionId: string, key: string): void {
    if (refused.delete(key)) options.withdraw(noticeId('sign-in', key))
    if (owedKeys.delete(key)) room.forget(key)
    const open = takeOut(connectionId, key)
    if (open) room.silence(options.session(key) ? 'checked-again' : 'removed', [open])
  }

  return {
    cannotCheck(blind: Blind): void {
      const { connectionId, key, failure, at } = blind
      if (failure.code === 'key-rejected' && options.connection(connectionId).keyPerNumber) {
        const waited = takeOut(connectionId, key)
        return keyRefused(connectionId, key, failure, waited ? [waited, blind] : [blind])
      }
      const known = troubles.get(connectionId)
      const trouble = known ?? { numbers: new Map<string, Blind | null>(), failure, since: at, told: false, look: null, signInTold: false, owed: null }
      troubles.set(connectionId, trouble)
      trouble.failure = failure
      // The same number with a graver reason: the sign-in notice answers for both.
      const earlier = trouble.numbers.get(key)
      trouble.numbers.set(key, blind)
      if (SIGN_IN_FAILURES.has(failure.code)) {
        if (earlier) room.silence('already-told', [earlier])
        signInEnded(connectionId, trouble, failure, undecided(trouble, key))
      } else if (trouble.told) room.silence('already-told', undecided(trouble, key))
      else if (!known) later(connectionId)
    },

    canCheck: clear,
    removed: clear,

    /** Five minutes have passed, or a silence is over; the subject is a connection, or a number whose key was refused. */
    due(subject: string): void {
      owedKeys.get(subject)?.say()
      const trouble = troubles.get(subject)
      if (trouble?.owed) {
        const over = silenceNow(options, 'warning') === null
        if (over && !trouble.signInTold && looksAgain(subject, trouble)) return
        return trouble.owed()
      }
      if (!trouble || trouble.told || looksAgain(subject, trouble)) return
      trouble.told = true
      const draft = (): Draft => {
        const keys = [...trouble.numbers.keys()]
        const text = cannotCheckText(options.wording(), options.connection(subject).name, room.names(keys), trouble.failure, trouble.since)
        return { category: 'cannot-check', subject, connectionId: subject, sessionKey: keys.length === 1 ? (keys[0] ?? null) : null, severity: 'warning', text }
      }
      say(subject, trouble, draft, undecided(trouble))
    },

    /** Awake again: what happened asleep does not count. */
    rearm(): void {
      for (const [connectionId, trouble] of troubles) {
        trouble.look = null
        if (trouble.owed) room.wait(connectionId, room.quietUntil(connectionId))
        else if (!trouble.told) later(connectionId)
      }
      for (const [key, { connectionId }] of owedKeys) room.wait(key, room.quietUntil(connectionId))
    },
  }
}
