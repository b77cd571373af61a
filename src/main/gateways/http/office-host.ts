// Hosts of an office network, which may go without TLS after the operator was asked once. Public hosts never may.

/** Names that no public DNS serves: RFC 6762, RFC 8375, ICANN's `.internal`, and `.lan`, which routers give. */
const OFFICE_NAMES = /(?:^|\.)(?:local|lan|internal|home\.arpa)$/
/** RFC 1918, RFC 6598 (also VPNs between machines), RFC 3927. */
const OFFICE_IPV4 = /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/
/** RFC 4193 and RFC 4291: fc00::/7 and fe80::/10. */
const OFFICE_IPV6 = /^(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/
/** An IPv4 address in IPv6's spelling, as the URL parser writes it. */
const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/

/** True for localhost, 127.0.0.0/8 (also in IPv6's spelling) and ::1: traffic cannot leave this machine. Takes a host name as the URL parser writes it. */
export function isLoopbackHost(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === 'localhost.' || hostname === '[::1]') return true
  // The parser has already turned 127.1, 0x7f000001 and the like into four decimal parts.
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname.startsWith('[') ? (mappedIpv4(hostname.slice(1, -1)) ?? '') : hostname)
}

/**
 * True for a host of the office network or a VPN: private and link-local addresses, `.local`, `.lan`, `.internal`, `.home.arpa`, and names of one word that are no top-level domain.
 * What such a name resolves to is not looked up: the operator's own network answers for it. Takes a host name as the URL parser writes it.
 */
export function isOfficeHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return isOfficeIpv6(hostname.slice(1, -1))
  const name = hostname.replace(/\.$/, '')
  if (IPV4.test(name)) return OFFICE_IPV4.test(name)
  return OFFICE_NAMES.test(name) || (/^[a-z0-9_][a-z0-9_-]*$/.test(name) && !isTopLevel(name))
}

/** The domains of countries are those of regions, and some are hosts themselves: http://ai is a public server. Of the others, those that are typed by mistake. */
const TOP_LEVEL = new Set(['com', 'net', 'org', 'edu', 'gov', 'mil', 'int', 'info', 'biz', 'app', 'dev', 'io', 'eu', 'su', 'uk', 'ac', 'arpa'])
/** Made when first asked for: making them takes some 20 ms. */
let regions: Intl.DisplayNames | null = null

function isTopLevel(name: string): boolean {
  if (TOP_LEVEL.has(name)) return true
  if (!/^[a-z]{2}$/.test(name)) return false
  regions ??= new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
  return regions.of(name.toUpperCase()) !== undefined
}

function isOfficeIpv6(address: string): boolean {
  const ipv4 = mappedIpv4(address)
  return ipv4 === null ? OFFICE_IPV6.test(address) : OFFICE_IPV4.test(ipv4)
}

/** The IPv4 address in an IPv6 one that only spells it; null = it is an IPv6 address of its own. */
function mappedIpv4(address: string): string | null {
  const [, high, low] = MAPPED.exec(address) ?? []
  if (high === undefined || low === undefined) return null
  const bits = parseInt(high, 16) * 0x10000 + parseInt(low, 16)
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join('.')
}
