// The platform's answers, parsed. Their shapes are known only from code that calls the platform, so extra fields are allowed and most may be missing.
import { z } from 'zod'
import { causeOfWord, type Reading } from '../../../shared/model/session'
import { linkingCodeOf, type SentCode } from '../http/linking-code'
import { phoneOf } from '../http/phone'

/** Answer of POST /auth/token. `expiresIn` is in seconds and may be missing. */
export const tokenAnswer = z.object({
  token: z
    .string()
    .min(1)
    .max(16_384)
    .regex(/^[\x21-\x7e]+$/),
  expiresIn: z.coerce.number().positive().nullish().catch(null),
})

const optionalText = z.string().nullish().catch(null)
const expiry = z.union([z.string(), z.number()]).nullish().catch(null)
/** A phone: text, or digits as a JSON number; null = it is none. */
export const phoneField = z.unknown().optional().transform(phoneOf)
/** Fields that a platform may add to any answer about a number. The known platform sends none of them; ours does. */
const extras = { phone: phoneField, cause: optionalText, expires_at: expiry, expiresAt: expiry }

/** Answer of GET /api/accounts/{number}/status, its status word apart: see proof.ts. */
export const statusAnswer = z.object(extras)

const anyCode = { qr: z.unknown(), qrCode: z.unknown(), qrcode: z.unknown(), data: z.object({ qr: z.unknown() }).partial().nullish().catch(null) }

/** Answer of GET /api/accounts/{number}/qr: four known shapes, any of them empty. */
export const qrAnswer = z.object({ ...anyCode, ...extras }).partial()

/** Answer of POST /api/accounts/start, its status word apart. */
export const startAnswer = z.object({ ...anyCode, ...extras }).partial()

/** The first code found in the four places where platforms put it. */
export function codeIn(answer: z.infer<typeof qrAnswer>): SentCode | null {
  for (const place of [answer.qr, answer.qrCode, answer.qrcode, answer.data?.qr]) {
    const code = linkingCodeOf(place)
    if (code) return code
  }
  return null
}

type Extras = { readonly [Name in 'phone' | 'cause' | 'expires_at' | 'expiresAt']?: z.infer<typeof statusAnswer>[Name] | undefined }

/** The phone, if the answer has one. */
export function phoneIn({ phone }: Extras): Pick<Reading, 'phone'> {
  return typeof phone === 'string' ? { phone } : {}
}

/** The cause, if the answer carries one this app has a word for. */
export function causeIn({ cause }: Extras): Pick<Reading, 'cause'> {
  const known = causeOfWord(cause ?? '')
  return known === undefined ? {} : { cause: known }
}

/** A code lives about a minute. An expiry further away than this is a mistake and is ignored. ms. */
const EXPIRY_RANGE = 600_000

/**
 * When a code expires by this computer's clock (epoch ms). `expires_at` is an ISO date, epoch s or epoch ms, the last two as a number or as text. It is
 * corrected by the difference that the answer's own Date header shows between the two clocks.
 */
export function expiryIn(answer: Extras, headers: Headers, at: number): { expiresAt?: number } {
  const given = answer.expires_at ?? answer.expiresAt ?? null
  if (given === null) return {}
  const sent = typeof given === 'string' && /^\d+(?:\.\d+)?$/.test(given.trim()) ? Number(given) : given
  const parsed = typeof sent === 'number' ? (sent < 1e11 ? sent * 1000 : sent) : Date.parse(sent)
  const skew = Date.parse(headers.get('date') ?? '') - at
  // The header has whole seconds and the answer took a while to arrive, so a small difference proves nothing.
  const expiresAt = Math.abs(skew) > 2_000 ? parsed - skew : parsed
  return Math.abs(expiresAt - at) <= EXPIRY_RANGE ? { expiresAt } : {}
}
