// The sessions of the server: what it holds in memory, what lies on its disk, and the browser of each. Behaviour as recorded, traps included.
import { randomBytes } from 'node:crypto'
import type { Timers } from './timers'

/** Status words of status-session; null is what close-session leaves in memory. */
type Status = 'INITIALIZING' | 'QRCODE' | 'PHONECODE' | 'CONNECTED' | 'CLOSED' | null

/** What the server holds in memory of one session. */
export interface Entry {
  /** Undefined after close-session until it is connected: the server has lost the entry's own name, and its events come without one. */
  name: string | undefined
  status: Status
  /** Never cleared, not even when the code is dead. */
  urlcode: string | null
  pairing: { readonly code: string; readonly phone: string } | null
  browserAlive: boolean
}

/** What the server pushes: event name and argument. */
export type Emit = (event: 'qrCode' | 'phoneCode' | 'session-logged' | 'whatsapp-status', argument: unknown) => void

/** How long things take, ms. As recorded, except that the recorded page was quicker at times. */
const TAKES = { code: 400, login: 1_000, link: 1_200, unlink: 1_300, autoClose: 60_000 }

/** The sessions and the hands of tests. */
export type Sessions = ReturnType<typeof createSessions>

/** Creates a server's sessions; none exists yet. */
export function createSessions(timers: Timers, emit: Emit) {
  const memory = new Map<string, Entry>()
  /** Names of all sessions that were ever started: they are on the disk and come up with the server. */
  const stored = new Set<string>()
  /** Sessions whose login is on the disk, with the phone's digits; null = the page does not tell them. */
  const logins = new Map<string, string | null>()
  /** Sessions with a browser that close-session did not end: it holds the profile, and no other browser can start. */
  const stray = new Set<string>()
  const pairingPhones = new Map<string, string>()
  let leavesStrays = true
  let reachable = true

  const isCurrent = (name: string, entry: Entry, status: Status): boolean => memory.get(name) === entry && entry.status === status

  function showCode(entry: Entry): void {
    entry.urlcode = `2@${randomBytes(18).toString('base64')},pubkey,idkey,adv`
    entry.status = 'QRCODE'
    emit('qrCode', { data: entry.urlcode, session: entry.name })
  }

  function onPage(name: string, entry: Entry, onCode: () => void): void {
    const phone = logins.get(name)
    if (phone !== undefined) return
    const pairingFor = pairingPhones.get(name)
    if (pairingFor === undefined) showCode(entry)
    else {
      entry.status = 'PHONECODE'
      entry.pairing = { code: 'ABCD1234', phone: pairingFor }
      emit('phoneCode', { data: entry.pairing.code, phone: pairingFor, session: entry.name })
    }
    onCode()
    // The end of the code leaves its picture where it was.
    timers.after(TAKES.autoClose, () => {
      if (memory.get(name) !== entry || (entry.status !== 'QRCODE' && entry.status !== 'PHONECODE')) return
      entry.status = 'CLOSED'
      entry.browserAlive = false
    })
  }

  function connect(name: string, entry: Entry): void {
    entry.status = 'CONNECTED'
    entry.name = name
    entry.pairing = null
    emit('session-logged', { status: true, session: name })
  }

  /** Starts a browser. `onCode` is called with the first code; never, when the login is still good or the start fails. */
  function start(name: string, phone: string | undefined, onCode: (entry: Entry) => void): void {
    const before = memory.get(name)
    const entry: Entry = { name: before ? before.name : name, status: 'INITIALIZING', urlcode: before?.urlcode ?? null, pairing: null, browserAlive: true }
    memory.set(name, entry)
    stored.add(name)
    if (phone === undefined) pairingPhones.delete(name)
    else pairingPhones.set(name, phone)
    // "The browser is already running", or WhatsApp cannot be reached: the state stays as it is, for ever.
    if (stray.has(name) || !reachable) return
    timers.after(TAKES.code, () => isCurrent(name, entry, 'INITIALIZING') && onPage(name, entry, () => onCode(entry)))
    timers.after(TAKES.login, () => isCurrent(name, entry, 'INITIALIZING') && logins.has(name) && connect(name, entry))
  }

  return {
    memory,
    stored,
    start,
    phoneOf: (name: string): string | null => logins.get(name) ?? null,

    /** True if the close is reported as done. */
    close(name: string): boolean {
      const entry = memory.get(name)
      if (!entry) return false
      const { status } = entry
      memory.set(name, { name: undefined, status: null, urlcode: null, pairing: null, browserAlive: false })
      if (status === 'INITIALIZING' || status === 'QRCODE' || status === 'PHONECODE') {
        if (leavesStrays) stray.add(name)
        return false
      }
      emit('whatsapp-status', false)
      return true
    },

    logout(name: string): void {
      const entry = memory.get(name)
      if (entry) showCode(entry)
      logins.delete(name)
      memory.delete(name)
      emit('whatsapp-status', false)
    },

    /** A phone scans the code, or types it: connected a little later. A browser that close-session left behind may be scanned, too. */
    scan(name: string, phone: string | null = null): void {
      const entry = memory.get(name)
      if (!entry) throw new Error(`no session ${name}`)
      timers.after(TAKES.link, () => {
        if (memory.get(name) !== entry || (entry.status !== 'QRCODE' && entry.status !== 'PHONECODE')) return
        logins.set(name, phone)
        connect(name, entry)
      })
    },

    /** A session that was linked before, connected at once. */
    link(name: string, phone: string | null = null): void {
      stored.add(name)
      logins.set(name, phone)
      memory.set(name, { name, status: 'CONNECTED', urlcode: null, pairing: null, browserAlive: true })
    },

    /** A name on the disk without a browser. */
    store: (name: string): void => void stored.add(name),

    rotate(name: string): void {
      const entry = memory.get(name)
      if (entry?.status === 'QRCODE') showCode(entry)
    },

    /** "Log out" on the phone: a fresh code for a second, then nothing; no event says so. */
    unlink(name: string): void {
      const entry = memory.get(name)
      if (!entry) return
      logins.delete(name)
      showCode(entry)
      timers.after(TAKES.unlink, () => isCurrent(name, entry, 'QRCODE') && memory.delete(name))
    },

    /** The browser dies; the server does not notice. In the recording the login was lost with it. */
    killBrowser(name: string, keepsLogin: boolean): void {
      const entry = memory.get(name)
      if (entry) entry.browserAlive = false
      if (!keepsLogin) logins.delete(name)
    },

    /** From now on a browser that close-session leaves behind ends at once. */
    leaveNoStrays(): void {
      stray.clear()
      leavesStrays = false
    },
    setReachable: (value: boolean): void => void (reachable = value),
    setPhone: (name: string, phone: string): void => void logins.set(name, phone),

    /** The server starts anew: every session that is on the disk comes up, also those never linked. */
    boot(): void {
      memory.clear()
      stray.clear()
      for (const name of [...stored].sort()) start(name, pairingPhones.get(name), () => undefined)
    },
  }
}
