// The address of a backend as people type and paste it, and which addresses may go without TLS.
import { failed, success, type Outcome } from '../../../shared/model/failure'
import { PLAIN_AGREED, PLAIN_HTTP } from '../../../shared/model/connection-kinds'
import type { SignInRequest } from '../../core/ports'
import { isLoopbackHost, isOfficeHost } from './office-host'
import { cleanPasted } from './pasted'

/** Address of every connection of the sandbox kind: the real one is found at run time, because its port may change. */
export const SANDBOX_ADDRESS = 'sandbox:'

const MAX_LENGTH = 2048
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i
/** `https:/host`, `http//host`, `//host`: would otherwise read as a host named "https". */
const MISTYPED_SCHEME = /^(?:https?[:/]|[/?#:])/i
/** Paths of calls that come along when an address is copied out of a browser, a log or a manual. */
const PASTED_PATH = /\/(?:(?:functions|auth|rest|storage|realtime)\/v1|auth\/token|api\/(?:accounts|integrations|messages)|internal\/session)(?:\/.*)?$/i

/** A scheme before another one: a form that begins with `https://` and an address that does, too. */
const DOUBLED_SCHEME = /^(?:https?:\/\/)+(?=https?:\/\/)/i
/** Letters of a host name once the URL parser is done with it, or an IPv6 address. */
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/
/** Characters that no address has and the URL parser would keep or escape. */
const FOREIGN = /["'`<>{}|^\\]/

/**
 * Turns what a person typed or pasted into a base address: quotes, brackets and invisible characters removed, scheme added (https; http for loopback),
 * trailing slash, query and a pasted call path taken away. `plainHttp`: the operator agreed to go without encryption on the office network.
 * Fails with `address-invalid`, `pasted-space` for a space or line break inside, `address-unencrypted` for http:// on the office network that nobody has
 * agreed to, and `address-insecure` for http:// to a public host.
 */
export function parseAddress(text: string, plainHttp = false): Outcome<string> {
  const invalid = failed('address-invalid', { field: 'address' })
  if (text.length > MAX_LENGTH) return invalid
  const typed = cleanPasted(text).replace(DOUBLED_SCHEME, '')
  if (/\s/.test(typed)) return failed('pasted-space', { field: 'address' })
  if (typed === '' || FOREIGN.test(typed)) return invalid
  const scheme = SCHEME.exec(typed)?.[1]?.toLowerCase()
  if (scheme === undefined && MISTYPED_SCHEME.test(typed)) return invalid
  if (scheme !== undefined && !/^https?:\/\/[^/?#]/i.test(typed)) return invalid
  const url = urlOf(scheme === undefined ? `https://${typed}` : typed)
  if (!url || !HOST.test(url.hostname) || url.username !== '' || url.password !== '') return invalid
  if (/^\.|\.\./.test(url.hostname)) return invalid
  const plain = scheme === 'http' || (scheme === undefined && isPlainByDefault(url))
  const refused = plain ? refusedPlain(url.hostname, plainHttp) : null
  if (refused) return failed(refused, { field: 'address' })
  const origin = scheme === undefined && plain ? httpOrigin(typed) : url.origin
  return success(origin + url.pathname.replace(PASTED_PATH, '').replace(/[/,;]+$/, ''))
}

/** The address of a sign-in with the facts that belong to it: of the form, or the connection's own when the form does not ask for one. */
export function addressOf({
  address,
  facts,
  fields,
}: Pick<SignInRequest, 'address' | 'facts' | 'fields'>): Outcome<{ readonly address: string; readonly facts: Readonly<Record<string, string>> }> {
  const typed = fields['address']
  // Whoever agreed for one address has not agreed for another.
  const agreed = fields[PLAIN_HTTP] === PLAIN_AGREED || (typed === undefined && facts[PLAIN_HTTP] === PLAIN_AGREED)
  const parsed = parseAddress(typed ?? address, agreed)
  if (!parsed.ok) return parsed
  const plain = parsed.value.startsWith('http:') && !isLoopback(parsed.value)
  return success({ address: parsed.value, facts: plain ? { [PLAIN_HTTP]: PLAIN_AGREED } : {} })
}

/** Why a kept address may not be asked, whatever wrote it into the settings; null = it may. */
export function refusedAddress({ address, facts }: Pick<SignInRequest, 'address' | 'facts'>): 'address-unencrypted' | 'address-insecure' | null {
  const url = urlOf(address)
  return url?.protocol === 'http:' ? refusedPlain(url.hostname, facts[PLAIN_HTTP] === PLAIN_AGREED) : null
}

/** True for localhost, 127.0.0.0/8, [::1] and the sandbox: addresses whose traffic cannot leave this machine. */
export function isLoopback(address: string): boolean {
  if (address === SANDBOX_ADDRESS) return true
  const url = urlOf(address)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && isLoopbackHost(url.hostname)
}

/** Hardly anybody has a certificate for loopback and office hosts, so `localhost:54321` means http. A lone word without a port may be a typing error. */
function isPlainByDefault({ hostname, port }: URL): boolean {
  return isLoopbackHost(hostname) || (isOfficeHost(hostname) && (/[.:]/.test(hostname) || port !== ''))
}

/** Why http:// may not be used to this host; null = it may. The one place that decides it. */
export function refusedPlain(hostname: string, agreed: boolean): 'address-unencrypted' | 'address-insecure' | null {
  if (isLoopbackHost(hostname)) return null
  if (!isOfficeHost(hostname)) return 'address-insecure'
  return agreed ? null : 'address-unencrypted'
}

// Parsed again instead of patched: a port that is the default of one scheme is not the default of the other.
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
