// What the platform answers, parsed from unknown. Shapes: known from a caller's side only, so extra fields are allowed and missing ones told apart.
import { z } from 'zod'
import { CAUSES, type Cause, type Reading } from '../../../shared/session'
import { linkingCodeOf, type SentCode } from '../linking-code'

/** Answer of POST /auth/token. `expiresIn` is in seconds and may be missing. */
export const tokenAnswer = z.object({
  token: z.string().min(1).max(16_384).regex(/^[\x21-\x7e]+$/),
  expiresIn: z.coerce.number().positive().nullish().catch(null),
})

const optionalText = z.string().nullish().catch(null)
const expiry = z.union([z.string(), z.number()]).nullish().catch(null)
/** Fields that a platform may add to any answer about a number. The known platform sends none of them; ours does. */
const extras = { phone: optionalText, cause: optionalText, expires_at: expiry, expiresAt: expiry }

/** Answer of GET /api/accounts/{number}/status. A missing status means offline; a status of another type is not understood. */
export const statusAnswer = z.object({ status: z.string().max(100).nullish(), error: z.unknown().optional(), ...extras })

const anyCode = { qr: z.unknown(), qrCode: z.unknown(), qrcode: z.unknown(), data: z.object({ qr: z.unknown() }).partial().nullish().catch(null) }

/** Answer of GET /api/accounts/{number}/qr: four known shapes, any of them empty. */
export const qrAnswer = z.object({ ...anyCode, ...extras }).partial()

/** Answer of POST /api/accounts/start. */
export const startAnswer = z.object({ ...anyCode, ...extras, status: optionalText, state: optionalText }).partial()

/** The first code found in the four places where platforms put it. */
export function codeIn(answer: z.infer<typeof qrAnswer>): SentCode | null {
  for (const place of [answer.qr, answer.qrCode, answer.qrcode, answer.data?.qr]) {
    const code = linkingCodeOf(place)
    if (code) return code
  }
  return null
}

type Extras = Partial<Pick<z.infer<typeof statusAnswer>, 'phone' | 'cause' | 'expires_at' | 'expiresAt'>>

/** Digits of the phone, from `+7 000 000-00-42` or `70000000042@c.us`; nothing if it is no phone number. */
export function phoneIn({ phone }: Extras): Pick<Reading, 'phone'> {
  const digits = /^\+?([\d\s()-]{6,24})(?:[@:].*)?$/.exec(phone?.trim() ?? '')?.[1]?.replace(/\D/g, '') ?? ''
  return digits.length >= 6 && digits.length <= 15 ? { phone: digits } : {}
}

const CAUSE_WORDS: Readonly<Record<string, Cause>> = {
  logout: 'logged-out', 'logged-out': 'logged-out', conflict: 'replaced', replaced: 'replaced', banned: 'banned', 'phone-offline': 'phone-offline', 'by-operator': 'by-operator',
}

/** The cause, if the answer carries one this app has a word for. */
export function causeIn({ cause }: Extras): Pick<Reading, 'cause'> {
  const word = cause?.trim().toLowerCase().replace(/[\s_]+/g, '-') ?? ''
  const known = Object.hasOwn(CAUSE_WORDS, word) ? CAUSE_WORDS[word] : CAUSES.find((each) => each === word && each !== 'removed')
  return known === undefined ? {} : { cause: known }
}

/** A code lives a minute; an expiry further away than this is a mistake and no countdown. ms. */
const EXPIRY_RANGE = 600_000

/**
 * When a code dies by this computer's clock (epoch ms): `expires_at` as ISO date, epoch s or epoch ms, set right by the difference that the answer's
 * own Date header shows between the two clocks.
 */
export function expiryIn(answer: Extras, headers: Headers, at: number): { expiresAt?: number } {
  const sent = answer.expires_at ?? answer.expiresAt ?? null
  if (sent === null) return {}
  const parsed = typeof sent === 'number' ? (sent < 1e11 ? sent * 1000 : sent) : Date.parse(sent)
  const skew = Date.parse(headers.get('date') ?? '') - at
  // The header counts whole seconds and the answer took a while: a small difference proves nothing.
  const expiresAt = Math.abs(skew) > 2_000 ? parsed - skew : parsed
  return Math.abs(expiresAt - at) <= EXPIRY_RANGE ? { expiresAt } : {}
}
