// The address of a backend as people type and paste it, and which addresses may go without TLS.
import { failed, success, type Outcome } from '../../shared/failure'

/** Address of every connection of the sandbox kind: the real one is found at run time, because its port may change. */
export const SANDBOX_ADDRESS = 'sandbox:'

const MAX_LENGTH = 2048
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i
/** `https:/host`, `http//host`, `//host`: would otherwise read as a host named "https". */
const MISTYPED_SCHEME = /^(?:https?[:/]|[/?#:])/i
/** Paths of calls that come along when an address is copied out of a browser, a log or a manual. */
const PASTED_PATH = /\/(?:(?:functions|auth|rest|storage|realtime)\/v1|auth\/token|api\/(?:accounts|integrations|messages)|internal\/session)(?:\/.*)?$/i

/**
 * Turns what a person typed into a base address: scheme added (https; http for loopback), trailing slash, query and a pasted call path taken away.
 * Fails with `address-invalid` and, for http:// to a host that is not loopback, `address-insecure`.
 */
export function parseAddress(text: string): Outcome<string> {
  const typed = text.trim()
  const invalid = failed('address-invalid', { field: 'address' })
  if (typed === '' || typed.length > MAX_LENGTH || /[\s\\]/.test(typed)) return invalid
  const scheme = SCHEME.exec(typed)?.[1]?.toLowerCase()
  if (scheme === undefined && MISTYPED_SCHEME.test(typed)) return invalid
  if (scheme !== undefined && !/^https?:\/\/[^/?#]/i.test(typed)) return invalid
  const url = urlOf(scheme === undefined ? `https://${typed}` : typed)
  if (!url || url.hostname === '' || url.username !== '' || url.password !== '') return invalid
  if (/^\.|\.\./.test(url.hostname)) return invalid
  if (scheme === 'http' && !isLoopbackHost(url.hostname)) return failed('address-insecure', { field: 'address' })
  // Nobody has a certificate for loopback, so `localhost:54321` means http there.
  const origin = scheme === undefined && isLoopbackHost(url.hostname) ? httpOrigin(typed) : url.origin
  return success(origin + url.pathname.replace(PASTED_PATH, '').replace(/\/+$/, ''))
}

/** True for localhost, 127.0.0.0/8, [::1] and the sandbox: addresses whose traffic cannot leave this machine. */
export function isLoopback(address: string): boolean {
  if (address === SANDBOX_ADDRESS) return true
  const url = urlOf(address)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && isLoopbackHost(url.hostname)
}

// The URL parser has already turned 127.1, 0x7f000001 and the like into four decimal parts.
function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
}

// Parsed anew, not patched: a port that is the default of one scheme is not that of the other.
function httpOrigin(typed: string): string {
  return new URL(`http://${typed}`).origin
}

function urlOf(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
