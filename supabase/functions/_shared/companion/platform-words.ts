// What the platform's words mean. Everything the platform sends is read from unknown.

/** Where a number stands, as the functions answer it. `unreachable` = the platform could not tell. */
export type LiveStatus = 'starting' | 'qr_issued' | 'connected' | 'disconnected' | 'unreachable'
/** What can be recorded: an unreachable platform says nothing about the number. */
export type RecordedStatus = Exclude<LiveStatus, 'unreachable'>

const CONNECTED = new Set(['connected', 'ready'])
const STARTING = new Set(['starting', 'pending'])
const DISCONNECTED = new Set(['offline', 'disconnected', 'logout', 'logged_out'])
/** A word that asks for a scan: without a code yet it is a start under way. */
const WANTS_SCAN = /qr|scan|pair/

/** The status for a word of GET /status; `ask-qr` = any other word, which the platform uses for "QR required". Missing = offline. */
export function statusOfWord(word: string | undefined): RecordedStatus | 'ask-qr' {
  const plain = word?.trim().toLowerCase() || 'offline'
  if (CONNECTED.has(plain)) return 'connected'
  if (STARTING.has(plain)) return 'starting'
  return DISCONNECTED.has(plain) ? 'disconnected' : 'ask-qr'
}

/** True when a word without a code means that one is coming; any other unknown word is not understood. */
export function wantsScan(word: string): boolean {
  return WANTS_SCAN.test(word.toLowerCase())
}

const CAUSES: Readonly<Record<string, string>> = {
  logout: 'logged-out', 'logged-out': 'logged-out', unpaired: 'logged-out', conflict: 'replaced', replaced: 'replaced', banned: 'banned',
  'phone-offline': 'phone-offline', 'by-operator': 'by-operator',
}

/** The product's word for a cause the platform sent; undefined when it sent none that is known. */
export function causeOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const word = value.trim().toLowerCase().replace(/[\s_]+/g, '-')
  return Object.hasOwn(CAUSES, word) ? CAUSES[word] : undefined
}

/** Digits of a phone from `+7 000 000-00-42` or `70000000042@c.us`. */
export function phoneOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : ''
  const digits = /^\+?([\d\s()-]{6,24})(?:[@:].*)?$/.exec(text)?.[1]?.replace(/\D/g, '') ?? ''
  return digits.length >= 6 && digits.length <= 15 ? digits : undefined
}

/** An ISO instant from an ISO date, epoch s or epoch ms. */
export function instantOf(value: unknown): string | undefined {
  const ms = typeof value === 'number' ? (value < 1e11 ? value * 1000 : value) : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(ms) && ms > 0 && ms < 8.64e15 ? new Date(ms).toISOString() : undefined
}

/** A word that may be shown and stored: short and without anything that could be a secret. */
export function plainWord(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w -]{1,40}$/.test(value) ? value : undefined
}

/** An object's own properties, or none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** The code in the four places where platforms put it. WhatsApp's strings have about 230 characters, images are under 500 kB. */
export function qrIn(answer: unknown): string | undefined {
  const fields = fieldsOf(answer)
  const found = [fields['qr'], fields['qrCode'], fields['qrcode'], fieldsOf(fields['data'])['qr']].find(
    (each): each is string => typeof each === 'string' && each.trim() !== '' && each.length <= 500_000,
  )
  return found
}

/** When the code in an answer dies, if the platform says so. */
export function expiryIn(answer: unknown): string | undefined {
  const fields = fieldsOf(answer)
  const data = fieldsOf(fields['data'])
  return instantOf(fields['expires_at'] ?? fields['expiresAt'] ?? data['expires_at'] ?? data['expiresAt'])
}
