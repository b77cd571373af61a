// Strings of WhatsApp's form: the pairing string of a QR, and the platform's keys, sessions and tokens.
import { createHmac, randomBytes } from 'node:crypto'

/** A pairing string as WhatsApp's linked-device QR holds it: `2@` + reference, then three base64 keys of 32 bytes; about 230 characters. */
export function pairingString(): string {
  const key = (): string => randomBytes(32).toString('base64')
  return [`2@${randomBytes(69).toString('base64')}`, key(), key(), key()].join(',')
}

/** The API key of a session, derived from the platform's seed, so that the state file holds no key. */
export function apiKeyOf(seed: string, session: string): string {
  return `wpp_${createHmac('sha256', Buffer.from(seed, 'base64')).update(session).digest('base64url')}`
}

/** A seed for {@link apiKeyOf}. */
export function newSeed(): string {
  return randomBytes(32).toString('base64')
}

/** A random token for a header. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}
