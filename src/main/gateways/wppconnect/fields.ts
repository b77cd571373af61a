// What an operator types for a WPPConnect Server, and which session names it really takes.
import { failed, success, type Outcome } from '../../../shared/model/failure'
import { cleanPastedKey, faultOfPasted } from '../http/pasted'

/** The key that the server is delivered with: whoever reaches the server can use it. */
export const DEFAULT_SECRET = 'THISISMYSECURETOKEN'
/** Name of the form's field and of the slot in the keychain. */
export const SECRET_KEY = 'secretKey'

const LONGEST_SECRET = 512
/** The server's tokens are bcrypt of session name and secret, and bcrypt ignores what comes after 72 bytes. */
const LONGEST_NAME_BYTES = 40
/** The part of a new name for which nothing was typed. */
const PLAIN_NAME = 'whatsapp'

/** The secret key as typed or pasted. Fails with `invalid-input`, `pasted-space`, `pasted-characters` and the field's name. */
export function secretIn(fields: Readonly<Record<string, string>>): Outcome<string> {
  const secret = cleanPastedKey(fields[SECRET_KEY] ?? '')
  const fault = faultOfPasted(secret, SECRET_KEY)
  if (fault) return { ok: false, failure: fault }
  // Dots alone would leave the path of the request.
  return secret === '' || secret.length > LONGEST_SECRET || /^\.+$/.test(secret) ? failed('invalid-input', { field: SECRET_KEY }) : success(secret)
}

/** The address without the path of a call or of the manual: such a path may hold the secret key. */
export function withoutCallPath(address: string): string {
  return address.replace(/\/api(?:-docs)?(?:\/.*)?$/i, '')
}

/** True for a session name with which the server can be asked: `:` separates a token in a path, and dots alone leave the path. */
export function isUsableName(name: string): boolean {
  return name !== '' && name === name.trim() && name.length <= 200 && !name.includes(':') && !/^\.+$/.test(name) && !/[\p{Cc}\p{Cf}]/u.test(name)
}

/** A free session name, made from what the operator calls the number. Names are compared without case: they are files on the server. */
export function proposedName(label: string, taken: readonly string[]): string {
  const plain = shortened(label.normalize('NFC').replace(/[^\p{L}\p{N}._-]+/gu, '-')).replace(/^[-.]+|[-.]+$/g, '')
  const base = plain === '' ? PLAIN_NAME : plain
  const used = new Set(taken.map((each) => each.toLowerCase()))
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? base : `${base}-${n}`
    if (!used.has(name.toLowerCase())) return name
  }
}

function shortened(text: string): string {
  const encoder = new TextEncoder()
  let short = ''
  for (const letter of text) {
    if (encoder.encode(short + letter).length > LONGEST_NAME_BYTES) break
    short += letter
  }
  return short
}
